package dev.keyhole.simple;

import dev.keyhole.spi.ModuleProvider;
import dev.keyhole.spi.Place;
import dev.keyhole.spi.RawOption;
import dev.keyhole.testing.CredentialsSample;
import dev.keyhole.testing.ModuleCompatibilityTest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;

final class DefaultAuthenticatorKitTest extends ModuleCompatibilityTest {

    @TempDir
    private Path folder;

    @Override
    protected ModuleProvider provider() {
        return new DefaultAuthenticatorProvider();
    }

    @Override
    protected List<RawOption> blockOptions(Place place) {
        return List.of(option("User", "falken"));
    }

    @Override
    protected List<List<RawOption>> wrongBlockOptions() {
        return List.of(
                List.of(option("Password", "joshua-1983"), option("PasswordFileName", passwordFile())),
                List.of(option("PasswordFileName", folder.toString())),
                List.of(option("PasswordEnvironmentVariable", "NOT_SET_ANYWHERE")));
    }

    @Override
    protected List<CredentialsSample> credentials() {
        return List.of(
                CredentialsSample.obtained("falken", "joshua-1983").with(option("Password", "joshua-1983")),
                CredentialsSample.obtained("falken", "pencil-1983").with(option("PasswordFileName", passwordFile())),
                CredentialsSample.obtained("falken", ""));
    }

    private String passwordFile() {
        try {
            Path file = Files.writeString(folder.resolve("password"), "pencil-1983\n");
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
            return file.toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
