package dev.keyhole.service;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keyhole.service.PasswordHashes.Scheme;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class PasswordHashesTest {

    private final PasswordHashes hashes = new PasswordHashes();

    private boolean matches(String password, String hash) {
        return hashes.matches(password.getBytes(UTF_8), hash);
    }

    @ParameterizedTest
    @EnumSource(Scheme.class)
    void aHashMatchesItsPasswordOnly(Scheme scheme) {
        String hash = hashes.hash("joshua".getBytes(UTF_8), scheme);

        assertThat(matches("joshua", hash)).isTrue();
        assertThat(matches("joshu", hash)).isFalse();
        assertThat(matches("", hash)).isFalse();
        assertThat(hashes.hash("joshua".getBytes(UTF_8), scheme)).isNotEqualTo(hash);
        assertThat(PasswordHashes.problem(hash)).isEmpty();
    }

    @Test
    void aHashOfTheReferenceProgramMatches() {
        // echo -n password | argon2 somesalt -id -t 2 -m 16 -p 1, as its own tests have it.
        String hash = "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc";

        assertThat(matches("password", hash)).isTrue();
        assertThat(matches("Password", hash)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "joshua",
                "$argon2i$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc",
                "$argon2id$v=19$m=9999999,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc",
                "$argon2id$v=19$m=65536,t=999,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc",
                "$argon2id$v=19$m=65536,t=0,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc",
                "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$"
            })
    void whatIsNoHashOrCostsTooMuchMatchesNothing(String hash) {
        assertThat(matches("password", hash)).isFalse();
    }

    @Test
    void nobodyKnowsTheDecoysPassword() {
        assertThat(matches("", hashes.decoy(Scheme.ARGON2ID))).isFalse();
    }
}
