package dev.keyhole.token;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeySetFileTest {

    @TempDir
    Path directory;

    private void write(String keys, long time) throws Exception {
        Path file = directory.resolve("keys.json");
        Files.writeString(file, keys);
        Files.setLastModifiedTime(file, FileTime.from(Instant.ofEpochSecond(time)));
    }

    private TokenFixture fixture(String... options) {
        String[] all = new String[options.length + 2];
        all[0] = "KeySetFile";
        all[1] = directory.resolve("keys.json").toString();
        System.arraycopy(options, 0, all, 2, options.length);
        return new TokenFixture(all);
    }

    private static String rsa(String claims) {
        return Tokens.rsa("RS256", Tokens.RSA, claims);
    }

    @Test
    void severalKeysCountAtOnceAndAFileThatChangesIsReadAnew() throws Exception {
        write(Tokens.set(Tokens.RSA.toPublicJWK().toJSONString(), Tokens.edJwk()), 1);
        try (TokenFixture fixture = fixture()) {
            fixture.accepted("falken", rsa(Tokens.claims("falken")));
            fixture.accepted("falken", Tokens.ed(Tokens.claims("falken")));

            write(Tokens.set(Tokens.edJwk(), Tokens.EC.toPublicJWK().toJSONString()), 2);
            fixture.advance(Duration.ofSeconds(1));

            fixture.rejected("falken", rsa(Tokens.claims("falken")));
            fixture.accepted("falken", Tokens.ed(Tokens.claims("falken")));
            fixture.accepted("falken", Tokens.ec("ES256", Tokens.EC, Tokens.claims("falken")));
        }
    }

    @Test
    void aNewFileThatIsNoGoodDoesNotCount() throws Exception {
        write(Tokens.RSA.toPublicJWK().toJSONString(), 1);
        try (TokenFixture fixture = fixture()) {
            fixture.accepted("falken", rsa(Tokens.claims("falken")));
            write("{\"keys\":[", 2);
            fixture.advance(Duration.ofSeconds(1));
            fixture.accepted("falken", rsa(Tokens.claims("falken")));
            Files.delete(directory.resolve("keys.json"));
            fixture.advance(Duration.ofSeconds(1));
            fixture.accepted("falken", rsa(Tokens.claims("falken")));
            write(Tokens.edJwk(), 3);
            fixture.advance(Duration.ofSeconds(1));
            fixture.rejected("falken", rsa(Tokens.claims("falken")));
        }
    }

    @Test
    void aSecretInItCountsIfItsAlgorithmIsAllowed() throws Exception {
        write(Tokens.set(Tokens.secretJwk(), Tokens.RSA.toPublicJWK().toJSONString()), 1);
        try (TokenFixture fixture = fixture("Algorithms", "HS256,RS256")) {
            fixture.accepted("falken", Tokens.of("falken"));
            fixture.accepted("falken", rsa(Tokens.claims("falken")));
        }
        try (TokenFixture fixture = fixture()) {
            assertThat(fixture.rejected("falken", Tokens.of("falken")))
                    .startsWith("the token's algorithm isn't one of");
            fixture.accepted("falken", rsa(Tokens.claims("falken")));
        }
    }

    @Test
    void aKeyPairIsAsGoodAsItsPublicHalf() throws Exception {
        write(Tokens.RSA.toJSONString(), 1);
        try (TokenFixture fixture = fixture()) {
            fixture.accepted("falken", rsa(Tokens.claims("falken")));
        }
    }
}
