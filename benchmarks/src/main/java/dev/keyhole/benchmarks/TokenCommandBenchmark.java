package dev.keyhole.benchmarks;

import dev.keyhole.exec.ExecAuthenticatorProvider;
import dev.keyhole.spi.AuthenticatorContext;
import dev.keyhole.spi.AuthenticatorExchange;
import dev.keyhole.spi.AuthenticatorSettings;
import dev.keyhole.spi.Credentials;
import dev.keyhole.spi.DestinationInfo;
import dev.keyhole.spi.ModuleSettings;
import dev.keyhole.spi.Place;
import dev.keyhole.spi.RawOption;
import dev.keyhole.spi.SecurityModule;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * A token from a command by the exec authenticator, beside a bare run of the same command in the same form: in a session
 * of its own, without input, with as small an environment. The command does next to nothing, so that what surrounds it
 * counts most.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(3)
public class TokenCommandBenchmark {

    private static final Set<String> VARIABLES =
            Set.of("PATH", "HOME", "USER", "LOGNAME", "LANG", "TZ", "KRB5CCNAME", "LC_ALL");

    private final SecurityModule module;
    private final AuthenticatorContext context;
    private final ProcessBuilder bare;

    /** Opens the authenticator as a host does. */
    public TokenCommandBenchmark() {
        String program = onSearchPath("echo");
        ExecAuthenticatorProvider provider = new ExecAuthenticatorProvider();
        module = provider.load(new ModuleSettings(
                "exec",
                "keyhole-exec-authenticator",
                provider.options().readModule(List.of()).orThrow(),
                new SystemServices()));
        context = module.authenticator(new AuthenticatorSettings(
                "exec",
                new DestinationInfo("second-site", "", ""),
                provider.options()
                        .readBlock(
                                Place.AUTHENTICATOR,
                                List.of(),
                                List.of(
                                        new RawOption("Command", program + " a-token", ""),
                                        new RawOption("UserName", "desk", "")))
                        .orThrow()));
        bare = new ProcessBuilder(onSearchPath("setsid"), program, "a-token").redirectInput(new File("/dev/null"));
        bare.environment().keySet().retainAll(VARIABLES);
    }

    private static String onSearchPath(String program) {
        for (String folder :
                System.getenv().getOrDefault("PATH", "/usr/bin:/bin").split(File.pathSeparator)) {
            Path path = Path.of(folder, program);
            if (Files.isExecutable(path)) {
                return path.toString();
            }
        }
        throw new IllegalStateException("there is no program '" + program + "'");
    }

    /** So that no measurement begins with what a former one left to do. */
    @Setup(Level.Iteration)
    public void rest() {
        System.gc();
    }

    /** Closes the authenticator. */
    @TearDown
    public void close() {
        context.close();
        module.close();
    }

    /** A token, checked and ready to be given to the remote side. */
    @Benchmark
    public Credentials execAuthenticator() throws InterruptedException {
        try (AuthenticatorExchange exchange = context.begin()) {
            return exchange.initial();
        }
    }

    /** What the command printed, after its end. */
    @Benchmark
    public byte[] bareProcessBuilder() throws IOException, InterruptedException {
        Process process = bare.start();
        byte[] output = process.getInputStream().readAllBytes();
        process.getErrorStream().readAllBytes();
        if (process.waitFor() != 0) {
            throw new IllegalStateException("the command failed");
        }
        process.getOutputStream().close();
        return output;
    }
}
