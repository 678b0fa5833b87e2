package dev.keyhole.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keyhole.service.Administration.Actor;
import dev.keyhole.spi.ConfigurationException;
import dev.keyhole.spi.Problem;
import dev.keyhole.spi.Secret;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServiceConfigurationTest {

    @TempDir
    Path folder;

    private Path write(String yaml) throws Exception {
        return Files.writeString(folder.resolve("service.yaml"), yaml);
    }

    private List<String> problems(String yaml) throws Exception {
        Path file = write(yaml);
        try {
            ServiceConfiguration.read(file);
            return List.of();
        } catch (ConfigurationException e) {
            return e.problems().stream()
                    .map(Problem::toString)
                    .map(text -> text.replace(file + ":", ""))
                    .toList();
        }
    }

    private static int status(PermissionsService service, String path) {
        return Running.send(HttpRequest.newBuilder(URI.create(service.uri() + path))
                        .header("Authorization", Running.basic("falken", "joshua")))
                .statusCode();
    }

    @Test
    void filesAreFoundFromTheFoldersPlace() throws Exception {
        Files.createDirectories(folder.resolve("docs"));
        Files.writeString(folder.resolve("docs/falken.json"), "{}");
        Files.writeString(folder.resolve("users"), Running.line("falken", "joshua"));
        Path file = write("""
                # where
                port: 0
                realm: Trading
                files:
                  documents: docs
                  passwords: users
                trustedForwarders: [10.0.0.0/8, "::1"]
                checks:
                  from: 127.0.0.1
                  answers: text
                limits:
                  maxRequests: 10
                """);

        try (PermissionsService service = ServiceConfiguration.read(file).start()) {
            assertThat(status(service, "/permissions/falken")).isEqualTo(200);
            assertThat(status(service, "/superuser?username=falken")).isEqualTo(403);
        }
        assertThat(ServiceConfiguration.database(file)).isEmpty();
    }

    @Test
    void aDatabaseCanBeAFile() throws Exception {
        Path file = write("port: 0\ndatabase:\n  file: data/store\n");
        try (Administration administration =
                Administration.open(ServiceConfiguration.database(file).orElseThrow(), PasswordSettings.USUAL)) {
            administration.putUser(Actor.local("admin"), "falken", Secret.of("joshua"));
        }
        try (PermissionsService service = ServiceConfiguration.read(file).start()) {
            assertThat(status(service, "/permissions/falken")).isEqualTo(404);
        }
        assertThat(folder.resolve("data")).isDirectory();
    }

    @Test
    void digestAndTheHashesOfNewPasswordsAreConfigured() throws Exception {
        Path file = write("""
                port: 0
                realm: here
                database: {file: data/store}
                digest: {algorithms: [SHA-256, MD5], nonceSeconds: 60, userHash: true}
                hashes: {scheme: argon2id, memoryKiB: 47104, passes: 1}
                """);
        PasswordSettings passwords = ServiceConfiguration.passwords(file);
        assertThat(passwords.hashes()).isEqualTo(new HashSettings(HashSettings.Scheme.ARGON2ID, 10, 47104, 1, 1));
        assertThat(passwords.algorithms()).containsExactly(DigestAlgorithm.SHA_256, DigestAlgorithm.MD5);
        assertThat(passwords.digest().orElseThrow().userHash()).isTrue();
        try (PermissionsService service = ServiceConfiguration.read(file).start()) {
            assertThat(Running.send(HttpRequest.newBuilder(URI.create(service.uri() + "/permissions/falken")))
                            .headers()
                            .allValues("WWW-Authenticate"))
                    .hasSize(3);
        }

        Path wrong = write("""
                files: {documents: permissions, passwords: passwords}
                digest: {algorithms: SHA-1, userHash: 1}
                hashes: {scheme: scrypt}
                """);
        assertThatThrownBy(() -> ServiceConfiguration.read(wrong))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("and not 'SHA-1'")
                .hasMessageContaining("'userHash' is either true or false")
                .hasMessageContaining("'scheme' is either 'bcrypt' or 'argon2id'");
        Path weak = write("""
                files: {documents: permissions, passwords: passwords}
                digest: {nonceSeconds: 0}
                hashes: {cost: 8}
                """);
        assertThatThrownBy(() -> ServiceConfiguration.read(weak).start())
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("Digest needs a file of digest hashes")
                .hasMessageContaining("nonces of Digest hold for 0 s")
                .hasMessageContaining("'cost' of new hashes is 8");
    }

    @Test
    void noOpinionNeedsToKnowWhatTheBrokersRead() throws Exception {
        Path wrong = write("""
                files: {documents: permissions, passwords: passwords}
                checks: {from: 127.0.0.1, noOpinion: [unknownUsers, nobody]}
                """);
        assertThatThrownBy(() -> ServiceConfiguration.read(wrong))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("'answers' must say what the brokers read")
                .hasMessageContaining("and not 'nobody'");
        Path right = write("""
                files: {documents: permissions, passwords: passwords}
                checks: {from: 127.0.0.1, answers: status, noOpinion: [unknownUsers, noDocument, noRule]}
                """);
        assertThat(ServiceConfiguration.read(right)).isNotNull();
    }

    @Test
    void tokensAreIssuedIfThereIsAKey() throws Exception {
        Files.createDirectories(folder.resolve("permissions"));
        Files.writeString(folder.resolve("passwords"), Running.line("falken", "joshua"));
        Files.writeString(
                folder.resolve("token.jwk"),
                "{\"kty\":\"oct\",\"k\":\"AyM1SysPpbyDfgZld3umj1qzKObwVMkoqQ-EstJQLr_T-1qS0gZH75aKtMN3Yj0iPS4hcgUuTwjAzZr1Z9CAow\"}");
        Path file = write("""
                port: 0
                files: {documents: permissions, passwords: passwords}
                tokens: {keys: token.jwk, lifetimeSeconds: 60}
                """);
        try (PermissionsService service = ServiceConfiguration.read(file).start()) {
            String answer = Running.send(HttpRequest.newBuilder(URI.create(service.uri() + "/api/security/login"))
                            .header("Content-Type", "application/x-www-form-urlencoded")
                            .POST(HttpRequest.BodyPublishers.ofString("login=falken&password=joshua")))
                    .body();
            assertThat(answer).contains("\"token\":\"").contains("\"ttl\":60");
        }
    }

    @Test
    void withoutAConfigurationTheFilesHaveTheirUsualNames() throws Exception {
        Files.createDirectories(folder.resolve("permissions"));
        Files.writeString(folder.resolve("passwords"), Running.line("falken", "joshua"));
        Files.writeString(folder.resolve("groups"), "all: *\n");
        try (PermissionsService service =
                ServiceConfiguration.files(folder).port(0).start()) {
            assertThat(status(service, "/permissions/falken")).isEqualTo(404);
        }
    }

    @Test
    void everythingThatIsWrongIsSaidWithItsLine() throws Exception {
        assertThat(problems("""
                prot: 8080
                port: many
                files: none
                database:
                  url: jdbc:h2:mem:x
                  file: store
                checks:
                  from: [127.0.0.1]
                  answers: xml
                  form: x
                tls:
                  key: k.pem
                """))
                .containsExactly(
                        "2: 'port' must be a whole number of nine digits at most, and not 'many'",
                        "3: names and values are expected here, 'name: value'",
                        "3: users come from 'database' or from 'files', not from both",
                        "5: 'database' needs either 'file', for an embedded one, or 'url'",
                        "12: 'certificate' is missing",
                        "8: 'answers' is 'json', 'status' or 'text'",
                        "10: 'form' isn't known here; did you mean 'from'?",
                        "1: 'prot' isn't known here; did you mean 'port'?");
    }

    @Test
    void aSwitchAndAnUnknownSectionAreNamedWithTheirOwnLine() throws Exception {
        assertThat(problems("""
                port: 8080
                flies:
                  documents: permissions
                administration: maybe
                """))
                .containsExactly(
                        "4: 'administration' is either true or false",
                        "2: 'flies' isn't known here; did you mean 'files'?");
    }

    @Test
    void whatIsNoYamlOrThereTwiceIsRefused() throws Exception {
        assertThat(problems("port: [1\n")).hasSize(1).first().asString().contains("this isn't YAML");
        assertThat(problems("port: 1\nport: 2\n")).hasSize(1);
        assertThat(problems("- port\n")).hasSize(1);
        assertThat(problems("")).isEmpty();
        assertThatThrownBy(() -> ServiceConfiguration.read(folder.resolve("none.yaml")))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("none.yaml: there is no such file");
    }
}
