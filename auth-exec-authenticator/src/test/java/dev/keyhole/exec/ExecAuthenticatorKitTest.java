package dev.keyhole.exec;

import dev.keyhole.spi.ModuleProvider;
import dev.keyhole.spi.Place;
import dev.keyhole.spi.RawOption;
import dev.keyhole.testing.CredentialsSample;
import dev.keyhole.testing.ModuleCompatibilityTest;
import dev.keyhole.testing.Stall;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** The compatibility kit, with real commands. */
final class ExecAuthenticatorKitTest extends ModuleCompatibilityTest {

    private static final String TOKEN = "joshua-1983-falken";

    @TempDir
    private Path folder;

    @BeforeEach
    void writeWhatCommandsRead() throws IOException {
        Files.writeString(folder.resolve("token"), TOKEN + "\n");
        Files.writeString(folder.resolve("calls"), "");
        Files.writeString(folder.resolve("mint"), """
                cd "$(dirname "$0")"
                if [ -e stalled ]; then echo x >> calls; sleep 1000; fi
                cat token
                exit ${1:-0}
                """);
    }

    @Override
    protected ModuleProvider provider() {
        return new ExecAuthenticatorProvider();
    }

    @Override
    protected List<RawOption> blockOptions(Place place) {
        return place == Place.AUTHENTICATOR
                ? List.of(option("UserName", "falken"), option("Command", mint()), option("Timeout", "5m"))
                : List.of();
    }

    private String mint() {
        return "sh " + folder.resolve("mint");
    }

    @Override
    protected List<List<RawOption>> wrongBlockOptions() {
        return List.of(
                List.of(),
                List.of(option("UserName", "falken")),
                List.of(option("Command", mint())),
                List.of(option("UserName", "falken"), option("Command", folder.toString())),
                List.of(option("UserName", "falken"), option("Command", "mint | tail -1")),
                List.of(option("UserName", "falken"), option("Command", mint()), option("MaxLength", "0")));
    }

    @Override
    protected List<CredentialsSample> credentials() {
        return List.of(
                CredentialsSample.obtained("falken", TOKEN),
                CredentialsSample.obtained("falken", TOKEN).with(option("CacheFor", "1m")),
                CredentialsSample.unavailable().with(option("Command", mint() + " 3")));
    }

    @Override
    protected Optional<Stall> stall() {
        Path stalled = folder.resolve("stalled");
        try {
            Files.createFile(stalled);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Optional.of(new Stall() {
            @Override
            public long calls() {
                try {
                    return Files.readAllLines(folder.resolve("calls")).size();
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }

            @Override
            public void close() {
                try {
                    Files.deleteIfExists(stalled);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        });
    }
}
