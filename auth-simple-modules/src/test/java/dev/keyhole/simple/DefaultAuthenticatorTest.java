package dev.keyhole.simple;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.keyhole.spi.AuthenticatorContext;
import dev.keyhole.spi.AuthenticatorExchange;
import dev.keyhole.spi.AuthenticatorSettings;
import dev.keyhole.spi.Capability;
import dev.keyhole.spi.ConfigurationException;
import dev.keyhole.spi.Credentials;
import dev.keyhole.spi.DestinationInfo;
import dev.keyhole.spi.ModuleSettings;
import dev.keyhole.spi.ModuleUnavailableException;
import dev.keyhole.spi.Place;
import dev.keyhole.spi.RawOption;
import dev.keyhole.spi.Secret;
import dev.keyhole.spi.SecurityModule;
import dev.keyhole.testing.RecordingServices;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DefaultAuthenticatorTest {

    private static final Map<String, String> ENVIRONMENT = Map.of("USER", "mckittrick", "LINK_PASSWORD", "joshua-5");

    @TempDir
    Path folder;

    private final RecordingServices services = new RecordingServices();

    private SecurityModule load(Map<String, String> environment, String processUser) {
        DefaultAuthenticatorProvider provider = new DefaultAuthenticatorProvider(environment, processUser);
        String name = provider.predefinedNames().iterator().next();
        return provider.load(new ModuleSettings(
                name, name, provider.options().readModule(List.of()).orThrow(), services));
    }

    private AuthenticatorContext open(SecurityModule module, Map<String, String> options) {
        List<RawOption> block = options.entrySet().stream()
                .map(option -> new RawOption(option.getKey(), option.getValue(), ""))
                .toList();
        return module.authenticator(new AuthenticatorSettings(
                "default",
                new DestinationInfo("second", "tcp", "127.0.0.1:9000"),
                DefaultAuthenticator.OPTIONS
                        .readBlock(Place.AUTHENTICATOR, List.of(), block)
                        .orThrow()));
    }

    private AuthenticatorContext open(Map<String, String> options) {
        return open(load(ENVIRONMENT, "falken"), options);
    }

    private Credentials ask(Map<String, String> options) throws Exception {
        return open(options).begin().initial();
    }

    private Path passwordFile(String content) throws Exception {
        Path file = Files.writeString(folder.resolve("password"), content);
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
    }

    @Test
    void itIsAlwaysThereAndGivesCredentialsOnly() {
        assertThat(new DefaultAuthenticatorProvider().predefinedNames())
                .containsExactly("amps-default-authenticator-module");
        assertThat(load(ENVIRONMENT, "").capabilities()).containsExactly(Capability.AUTHENTICATOR);
    }

    @Test
    void thePasswordIsTheOneOfTheConfiguration() throws Exception {
        Instant opened = services.clock().instant();
        AuthenticatorContext context = open(Map.of("User", "lightman", "Password", " joshua "));
        services.time().advance(Duration.ofMinutes(1));
        assertThat(context.begin().initial())
                .isEqualTo(new Credentials("lightman", Secret.of(" joshua "), opened, "configuration"));
    }

    @Test
    void withoutAPasswordThereIsNone() throws Exception {
        assertThat(ask(Map.of()).secret()).isEqualTo(Secret.empty());
        assertThat(ask(Map.of()).source()).isEqualTo("no password");
    }

    @Test
    void theUserIsTheProcesssElseTheEnvironments() throws Exception {
        assertThat(ask(Map.of()).userName()).isEqualTo("falken");
        for (String unknown : List.of("", "?")) {
            AuthenticatorContext context = open(load(ENVIRONMENT, unknown), Map.of());
            assertThat(context.begin().initial().userName()).isEqualTo("mckittrick");
        }
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> open(load(Map.of(), "?"), Map.of()))
                .withMessageContaining("'User' is needed");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "joshua|joshua",
                "'joshua\n'|joshua",
                "'joshua\r\n'|joshua",
                "'joshua\n\n'|'joshua\n'",
                "' a '|' a '"
            })
    void aPasswordFileHoldsThePasswordLessOneNewline(String content, String password) throws Exception {
        Credentials credentials =
                ask(Map.of("PasswordFileName", passwordFile(content).toString()));
        assertThat(credentials.secret()).isEqualTo(Secret.of(password));
        assertThat(credentials.source()).isEqualTo("file " + folder.resolve("password"));
    }

    @Test
    void aPasswordFileIsReadAnewWhenItChanges() throws Exception {
        AuthenticatorContext context =
                open(Map.of("PasswordFileName", passwordFile("one").toString()));
        assertThat(context.begin().initial().secret()).isEqualTo(Secret.of("one"));
        passwordFile("two");
        assertThat(context.begin().initial().secret()).isEqualTo(Secret.of("two"));
        Files.delete(folder.resolve("password"));
        assertThatExceptionOfType(ModuleUnavailableException.class)
                .isThrownBy(() -> context.begin().initial())
                .withMessage("there is no file " + folder.resolve("password"));
        passwordFile("three");
        assertThat(context.begin().initial().secret()).isEqualTo(Secret.of("three"));
    }

    @Test
    void aPasswordInAFileIsAsOldAsTheFile() throws Exception {
        Path file = passwordFile("joshua-5");
        Instant now = services.clock().instant();
        Files.setLastModifiedTime(file, FileTime.from(now.minusSeconds(3_600)));
        assertThat(ask(Map.of("PasswordFileName", file.toString())).obtainedAt())
                .isEqualTo(now.minusSeconds(3_600));
        Files.setLastModifiedTime(file, FileTime.from(now.plusSeconds(3_600)));
        assertThat(ask(Map.of("PasswordFileName", file.toString())).obtainedAt())
                .isEqualTo(now);
    }

    @ParameterizedTest
    @ValueSource(strings = {"rw-rw-r--", "rw----rw-", "rwxrwxrwx"})
    void aPasswordFileThatOthersMayWriteIsRefused(String permissions) throws Exception {
        Path file = passwordFile("joshua-5");
        AuthenticatorContext context = open(Map.of("PasswordFileName", file.toString()));
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
        assertThatExceptionOfType(ModuleUnavailableException.class)
                .isThrownBy(() -> context.begin().initial())
                .withMessageContaining("chmod go-w");
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> open(Map.of("PasswordFileName", file.toString())))
                .withMessageContaining("may be written by others")
                .withMessageNotContaining("joshua");
    }

    @Test
    void aPasswordFileThatCanNotWorkIsFoundAtTheStart() throws Exception {
        assertRefused(folder.resolve("missing"), "there is no file");
        assertRefused(folder, "can't be read");
        assertRefused(passwordFile(""), "is empty");
        assertRefused(passwordFile("\n"), "is empty");
        assertRefused(passwordFile("x".repeat(65_537)), "longer than 65536 bytes");
    }

    private void assertRefused(Path file, String why) {
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> open(Map.of("PasswordFileName", file.toString())))
                .satisfies(e -> assertThat(e.problems()).singleElement().satisfies(problem -> {
                    assertThat(problem.option()).isEqualTo("PasswordFileName");
                    assertThat(problem.message()).contains(why);
                }));
    }

    @Test
    void thePasswordMayBeInTheEnvironment() throws Exception {
        Credentials credentials = ask(Map.of("PasswordEnvironmentVariable", "LINK_PASSWORD"));
        assertThat(credentials.secret()).isEqualTo(Secret.of("joshua-5"));
        assertThat(credentials.source()).isEqualTo("environment variable LINK_PASSWORD");
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> open(Map.of("PasswordEnvironmentVariable", "NOT_SET")))
                .withMessage("the environment variable 'NOT_SET' isn't set");
    }

    @Test
    void twoPasswordsAreAnError() {
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> open(Map.of("Password", "x", "PasswordEnvironmentVariable", "LINK_PASSWORD")))
                .withMessageContaining("'Password' and 'PasswordEnvironmentVariable' can't both");
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> open(Map.of("Password", "x", "PasswordFileName", "y")))
                .withMessageContaining("'Password' and 'PasswordFileName' can't both");
    }

    @Test
    void aChallengeHasNoAnswer() throws Exception {
        AuthenticatorExchange exchange = open(Map.of()).begin();
        exchange.initial();
        assertThatExceptionOfType(ModuleUnavailableException.class)
                .isThrownBy(() -> exchange.respond(Secret.of("nonce")))
                .withMessageContaining("challenge");
    }

    @Test
    void whatIsClosedGivesNothing() throws Exception {
        SecurityModule module = load(ENVIRONMENT, "falken");
        AuthenticatorContext context = open(module, Map.of());
        AuthenticatorExchange exchange = context.begin();
        context.close();
        context.close();
        assertThatExceptionOfType(IllegalStateException.class).isThrownBy(exchange::initial);
        assertThatExceptionOfType(IllegalStateException.class).isThrownBy(context::begin);
        module.close();
        assertThatExceptionOfType(IllegalStateException.class).isThrownBy(() -> open(module, Map.of()));
    }
}
