package dev.keyhole.service;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keyhole.service.HashSettings.Scheme;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
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
        String hash = hashes.hash("joshua".getBytes(UTF_8), HashSettings.USUAL.with(scheme));

        assertThat(matches("joshua", hash)).isTrue();
        assertThat(matches("joshu", hash)).isFalse();
        assertThat(matches("", hash)).isFalse();
        assertThat(hashes.hash("joshua".getBytes(UTF_8), HashSettings.USUAL.with(scheme)))
                .isNotEqualTo(hash);
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
    void aHashIsMadeAnewIfItIsEasierToGuessThanNewOnes() {
        HashSettings bcrypt = HashSettings.USUAL;
        HashSettings argon2 = bcrypt.with(Scheme.ARGON2ID);
        String oldBcrypt = "$2y$04$apLsPpDvFUohjEutdSGjy.98ud8pMbbMufwRj7x0LjwSHwLZEFxdC";
        String oldArgon2 = "$argon2id$v=19$m=8192,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc";

        assertThat(PasswordHashes.isWeaker(oldBcrypt, bcrypt)).isTrue();
        assertThat(PasswordHashes.isWeaker(oldBcrypt.replace("$04$", "$10$"), bcrypt))
                .isFalse();
        assertThat(PasswordHashes.isWeaker(oldBcrypt.replace("$04$", "$12$"), bcrypt))
                .isFalse();
        assertThat(PasswordHashes.isWeaker(oldBcrypt.replace("$04$", "$12$"), argon2))
                .isTrue();
        assertThat(PasswordHashes.isWeaker(oldArgon2, argon2)).isTrue();
        assertThat(PasswordHashes.isWeaker(oldArgon2, bcrypt)).isFalse();
        assertThat(PasswordHashes.isWeaker(oldArgon2.replace("8192", "65536"), argon2))
                .isFalse();
        assertThat(PasswordHashes.isWeaker(hashes.hash("joshua".getBytes(UTF_8), argon2), argon2))
                .isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "9,19456,2,1",
        "16,19456,2,1",
        "10,7167,16,1",
        "10,7168,4,1",
        "10,300000,2,1",
        "10,19456,17,1",
        "10,19456,2,9"
    })
    void newHashesCantBeMadeTooCheapOrTooCostly(int cost, int memory, int passes, int lanes) {
        assertThat(new HashSettings(Scheme.ARGON2ID, cost, memory, passes, lanes).problems())
                .hasSize(1);
    }

    @Test
    void theRecommendedFiguresAreAccepted() {
        for (int[] figures : new int[][] {{19, 2}, {12, 3}, {9, 4}, {7, 5}, {46, 1}}) {
            assertThat(new HashSettings(Scheme.ARGON2ID, 10, figures[0] * 1024, figures[1], 1).problems())
                    .isEmpty();
        }
    }

    @Test
    void allHashesTogetherTakeNoMoreThanTheirShareOfTheMemory() {
        HashMemory.take(HashMemory.totalKib());
        CompletableFuture<Boolean> waits = CompletableFuture.supplyAsync(
                () -> matches("joshua", hashes.decoy(HashSettings.USUAL.with(Scheme.ARGON2ID))));
        assertThat(waits).isNotDone();
        HashMemory.giveBack(HashMemory.totalKib());
        assertThat(waits.orTimeout(60, TimeUnit.SECONDS).join()).isFalse();
        assertThatThrownBy(() -> HashMemory.take(HashMemory.totalKib() + 1)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void aDecoyCostsWhatItIsLike() {
        for (String hash : List.of(
                "$2y$12$apLsPpDvFUohjEutdSGjy.98ud8pMbbMufwRj7x0LjwSHwLZEFxdC",
                "$argon2id$v=19$m=8192,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc")) {
            String decoy = hashes.decoyLike(hash);
            assertThat(decoy).isNotEqualTo(hash);
            assertThat(PasswordHashes.problem(decoy)).isEmpty();
            assertThat(PasswordHashes.shape(decoy).substring(4))
                    .isEqualTo(PasswordHashes.shape(hash).substring(4));
        }
    }

    @Test
    void nobodyKnowsTheDecoysPassword() {
        assertThat(matches("", hashes.decoy(HashSettings.USUAL.with(Scheme.ARGON2ID))))
                .isFalse();
    }
}
