package dev.keyhole.host.engine;

import dev.keyhole.cache.CacheLimits;
import dev.keyhole.host.HostSettings;
import dev.keyhole.spi.Option;
import dev.keyhole.spi.OptionSchema;
import dev.keyhole.spi.Options;
import dev.keyhole.spi.RawOption;
import java.time.Duration;
import java.util.List;

/** The options of the {@code Keyhole} element. */
final class KeyholeOptions {

    private static final long MEGABYTE = 1L << 20;

    private static final Option<HostSettings.NameStyle> NAME_STYLE = Option.choice(
                    "NameStyle", "how canonical names of topics are written", HostSettings.NameStyle.class)
            .withDefault(HostSettings.NameStyle.SLASH);
    private static final Option<Integer> MAX_NAME_LENGTH = Option.integer(
                    "MaxNameLength", "longest name of a topic or path, in characters", 1, 65_535)
            .withDefault(1_024);
    private static final Option<Duration> AUTHENTICATION_TIMEOUT = Option.duration(
                    "AuthenticationTimeout", "limit of a whole logon, all rounds and modules included")
            .withDefault(Duration.ofSeconds(30));
    private static final Option<Duration> EVENT_LOOP_WAIT = Option.duration(
                    "EventLoopWait",
                    "longest wait of one check on a thread of the broker that serves several connections")
            .withDefault(Duration.ofSeconds(2));
    private static final Option<Duration> CALL_TIMEOUT =
            Option.duration("CallTimeout", "limit of one call of a module").withDefault(Duration.ofSeconds(20));
    private static final Option<Integer> MAX_CONCURRENT_CALLS = Option.integer(
                    "MaxConcurrentCalls", "most calls at a time of one use of a module", 1, 10_000)
            .withDefault(64);
    private static final Option<Integer> MAX_QUEUED_CALLS = Option.integer(
                    "MaxQueuedCalls", "most calls that wait for one use of a module", 0, 10_000_000)
            .withDefault(10_000);
    private static final Option<Integer> MAX_CACHED_DECISIONS = Option.integer(
                    "MaxCachedDecisions", "most cached answers of one use of a module", 1, 1_000_000_000)
            .withDefault(1_000_000);
    private static final Option<Integer> MAX_CACHED_DECISIONS_PER_USER = Option.integer(
                    "MaxCachedDecisionsPerUser",
                    "most cached answers of one use of a module about one user",
                    1,
                    1_000_000_000)
            .withDefault(10_000);
    private static final Option<Long> MAX_CACHED_BYTES = Option.size(
                    "MaxCachedBytes", "most memory for cached answers of one use of a module, about")
            .withDefault(256 * MEGABYTE);
    private static final Option<Long> MAX_CACHED_BYTES_PER_USER = Option.size(
                    "MaxCachedBytesPerUser",
                    "most memory for cached answers of one use of a module about one user, about")
            .withDefault(4 * MEGABYTE);
    private static final Option<Boolean> BUILT_IN_DEFAULTS = Option.bool(
            "BuiltInDefaults", "whether a transport without modules lets anybody in, as the reference server does");

    private static final OptionSchema SCHEMA = OptionSchema.of(
            NAME_STYLE,
            MAX_NAME_LENGTH,
            AUTHENTICATION_TIMEOUT,
            EVENT_LOOP_WAIT,
            CALL_TIMEOUT,
            MAX_CONCURRENT_CALLS,
            MAX_QUEUED_CALLS,
            MAX_CACHED_DECISIONS,
            MAX_CACHED_DECISIONS_PER_USER,
            MAX_CACHED_BYTES,
            MAX_CACHED_BYTES_PER_USER,
            BUILT_IN_DEFAULTS);

    private KeyholeOptions() {}

    /** Reads the element. What is wrong goes to the problems; the default stands in for it then. */
    static EngineSettings read(List<RawOption> raw, Problems problems) {
        OptionSchema.Reading reading = SCHEMA.readModule(raw);
        problems.errors(reading.errors());
        problems.warnings(reading.warnings());
        Options options = reading.options();
        return new EngineSettings(
                new HostSettings(
                        options.get(NAME_STYLE),
                        options.get(MAX_NAME_LENGTH),
                        positive(options, AUTHENTICATION_TIMEOUT, problems),
                        positive(options, EVENT_LOOP_WAIT, problems)),
                positive(options, CALL_TIMEOUT, problems),
                options.get(MAX_CONCURRENT_CALLS),
                options.get(MAX_QUEUED_CALLS),
                new CacheLimits(
                        options.get(MAX_CACHED_DECISIONS),
                        options.get(MAX_CACHED_DECISIONS_PER_USER),
                        positiveSize(options, MAX_CACHED_BYTES, problems),
                        positiveSize(options, MAX_CACHED_BYTES_PER_USER, problems)),
                options.find(BUILT_IN_DEFAULTS));
    }

    private static Duration positive(Options options, Option<Duration> option, Problems problems) {
        Duration value = options.get(option);
        if (value.isZero()) {
            problems.error(options.location(option), "'" + option.name() + "' must be more than zero");
        }
        return value;
    }

    private static long positiveSize(Options options, Option<Long> option, Problems problems) {
        long value = options.get(option);
        if (value == 0) {
            problems.error(options.location(option), "'" + option.name() + "' must be more than zero");
        }
        return Math.max(1, value);
    }
}
