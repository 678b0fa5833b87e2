package dev.keyhole.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.jwk.JWK;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GenKeyCommandTest {

    private final CommandRun command = new CommandRun();

    @Test
    void unlessToldItIsASecretOf256Bits() {
        assertThat(command.run("gen-key")).isZero();
        assertThat(command.out()).matches("\\{\"k\":\"[A-Za-z0-9_-]{43}\",\"kty\":\"oct\"}\\R");
        assertThat(command.err()).isEmpty();

        CommandRun again = new CommandRun();
        again.run("gen-key");
        assertThat(again.out()).isNotEqualTo(command.out());
    }

    @ParameterizedTest
    @CsvSource({"--rsa,RSA,3072,RS256", "--ec,EC,256,ES256", "--ed25519,OKP,256,EdDSA"})
    void aPairSaysWhatItIsForAndHasAnId(String option, String kind, int bits, String algorithm) throws Exception {
        assertThat(command.run("gen-key", option)).isZero();
        assertThat(command.out().lines()).hasSize(1);

        JWK key = JWK.parse(command.out());
        assertThat(key.isPrivate()).isTrue();
        assertThat(key.getKeyType().getValue()).isEqualTo(kind);
        assertThat(key.size()).isEqualTo(bits);
        assertThat(key.getAlgorithm().getName()).isEqualTo(algorithm);
        assertThat(key.getKeyID()).isEqualTo(key.computeThumbprint().toString());
    }

    @Test
    void oneKindAtATime() {
        assertThat(command.run("gen-key", "--rsa", "--ec")).isEqualTo(3);
        assertThat(command.out()).isEmpty();
    }
}
