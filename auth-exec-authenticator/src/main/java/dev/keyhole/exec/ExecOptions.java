package dev.keyhole.exec;

import dev.keyhole.spi.Option;
import dev.keyhole.spi.OptionSchema;
import dev.keyhole.spi.Place;
import java.time.Duration;
import java.util.List;

/** Options of an {@code Authenticator} block. */
final class ExecOptions {

    static final Option<CommandTemplate> COMMAND = Option.of(
                    "Command",
                    "a command line",
                    "the command whose standard output is the token",
                    CommandTemplate::parse)
            .mandatory()
            .onlyIn(Place.AUTHENTICATOR);
    static final Option<String> USER_NAME = Option.of(
                    "UserName", "a user name", "the user name to give to the remote side", ExecOptions::userName)
            .mandatory()
            .onlyIn(Place.AUTHENTICATOR);
    static final Option<Integer> MAX_LENGTH = Option.integer(
                    "MaxLength", "most bytes that the command may print", 1, 1 << 20)
            .withDefault(1024)
            .onlyIn(Place.AUTHENTICATOR);
    static final Option<Duration> TIMEOUT = Option.duration("Timeout", "longest run of the command")
            .withDefault(Duration.ofSeconds(10))
            .onlyIn(Place.AUTHENTICATOR);
    static final Option<Duration> CACHE_FOR = Option.duration("CacheFor", "how long a token is used again")
            .withDefault(Duration.ZERO)
            .onlyIn(Place.AUTHENTICATOR);
    static final Option<Integer> MAX_CONCURRENT = Option.integer("MaxConcurrent", "most runs at one time", 1, 1024)
            .withDefault(4)
            .onlyIn(Place.AUTHENTICATOR);
    static final Option<List<String>> PASS_ENVIRONMENT = Option.of(
                    "PassEnvironment",
                    "the name of an environment variable",
                    "a further environment variable that the command inherits",
                    ExecOptions::variableName)
            .repeated()
            .onlyIn(Place.AUTHENTICATOR);

    static final OptionSchema SCHEMA = OptionSchema.of(
                    COMMAND, USER_NAME, MAX_LENGTH, TIMEOUT, CACHE_FOR, MAX_CONCURRENT, PASS_ENVIRONMENT)
            .ignoringModuleOptions();

    private ExecOptions() {}

    private static String userName(String text) {
        if (text.isEmpty()) {
            throw new IllegalArgumentException("it is empty");
        }
        if (text.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("it has a NUL character");
        }
        return text;
    }

    private static String variableName(String text) {
        if (!text.matches("[A-Za-z_][A-Za-z0-9_]*")) {
            throw new IllegalArgumentException("it has other characters than letters, digits and _");
        }
        return text;
    }
}
