package dev.keyhole.service;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.keyhole.spi.ConfigurationException;
import dev.keyhole.spi.Problem;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HtpasswdTest {

    private static final Path FILE = Path.of("passwords");
    private static final String HASH = "$2y$10$abcdefghijklmnopqrstuuabcdefghijklmnopqrstuabcdefghij";

    private static String problems(String content) {
        ConfigurationException refusal =
                catchThrowableOfType(ConfigurationException.class, () -> Htpasswd.parse(FILE, content.getBytes(UTF_8)));
        return refusal.problems().stream().map(Problem::toString).collect(Collectors.joining("\n"));
    }

    @Test
    void hashesOfArgon2idAreAcceptedAndOtherKindsOfArgon2Arent() {
        String hash = "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc";
        assertThat(Htpasswd.parse(Path.of("passwords"), ("a:" + hash + "\n").getBytes(UTF_8)))
                .containsEntry("a", hash);
        for (String bad : List.of(hash.replace("2id", "2i"), hash.replace("65536", "999999"), hash + "$", hash + "=")) {
            assertThatThrownBy(() -> Htpasswd.parse(Path.of("passwords"), ("a:" + bad + "\n").getBytes(UTF_8)))
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessageContaining("a hash of Argon2 that isn't whole");
        }
    }

    @Test
    void theThreeNamesOfBcryptAreRead() {
        String content = "# comment\n\na:" + HASH + "\r\n b c:" + HASH.replace("2y", "2a") + "\n\u00fc:"
                + HASH.replace("2y", "2b");
        assertThat(Htpasswd.parse(FILE, content.getBytes(UTF_8)))
                .containsOnlyKeys("a", " b c", "\u00fc")
                .containsEntry("a", HASH);
        assertThat(Htpasswd.cost(HASH)).isEqualTo(10);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "$apr1$abcdefgh$ijklmnopqrstuvwxyz|an MD5 hash ($apr1$)",
                "{SHA}5en6G6MezRroT3XKqkdPOmY/BfQ=|a SHA-1 hash ({SHA})",
                "$6$salt$hash|a crypt hash ($5$ or $6$)",
                "$2x$10$abcdefghijklmnopqrstuuabcdefghijklmnopqrstuabcdefghij|a bcrypt hash that isn't whole",
                "$2y$10$abcdefghijklmnopqrstuuabcdefghijklmnopqrstuabcdefghi|a bcrypt hash that isn't whole",
                "$2y$10$abcdefghijklmnopqrstuuabcdefghijklmnopqrstuabcdefghij:x|a bcrypt hash that isn't whole",
                "joshua|no hash that is known here, perhaps a plain password",
                "rl/1dfbPkTyuQ|no hash that is known here",
                "$2y$03$abcdefghijklmnopqrstuuabcdefghijklmnopqrstuabcdefghij|a bcrypt hash of cost 3",
                "$2y$16$abcdefghijklmnopqrstuuabcdefghijklmnopqrstuabcdefghij|a bcrypt hash of cost 16",
            })
    void otherHashesAreRefusedByNameAndNotShown(String hash, String kind) {
        assertThat(problems("# users\nfalken:" + hash))
                .startsWith("passwords:2: user 'falken' has " + kind)
                .doesNotContain(hash);
    }

    @Test
    void everyWrongLineIsNamedAtOnce() {
        assertThat(problems("joshua\n:" + HASH + "\na:" + HASH + "\na:" + HASH + "\nb\u0001:" + HASH + "\nc:x\n"))
                .isEqualTo("""
                        passwords:1: this isn't a line 'user:hash'
                        passwords:2: this isn't a line 'user:hash'
                        passwords:4: user 'a' is there a second time
                        passwords:5: a control character in the name of a user
                        passwords:6: user 'c' has no hash that is known here, perhaps a plain password or a crypt hash; \
                        only bcrypt and Argon2id are accepted: htpasswd -B -C 10 FILE c""");
    }

    @Test
    void aFileInAnotherEncodingIsRefused() {
        byte[] content = ("a:" + HASH + "\n\u00fc:" + HASH).getBytes(ISO_8859_1);
        assertThatThrownBy(() -> Htpasswd.parse(FILE, content)).hasMessage("passwords:2: this line isn't UTF-8");
    }

    @Test
    void bcryptAcceptsWhatItMadeAndNothingElse() {
        BcryptHashing bcrypt = new BcryptHashing();
        for (String password : new String[] {"", "joshua", "p\u00e4ssw\u00f6rd", "x".repeat(72)}) {
            String hash = Running.line("u", password).strip().substring(2);
            for (String name : new String[] {"$2a$", "$2b$", "$2y$"}) {
                String renamed = name + hash.substring(4);
                assertThat(bcrypt.matches(password.getBytes(UTF_8), renamed)).isTrue();
                assertThat(bcrypt.matches("other".getBytes(UTF_8), renamed)).isFalse();
                assertThat(bcrypt.matches((password + "x").getBytes(UTF_8), renamed))
                        .isFalse();
            }
        }
    }
}
