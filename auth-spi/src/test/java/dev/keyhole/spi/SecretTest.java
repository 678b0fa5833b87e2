package dev.keyhole.spi;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import org.junit.jupiter.api.Test;

class SecretTest {

    private static final String TEXT = "pässwörd €";

    @Test
    void neverPrintsItsContent() {
        assertThat(Secret.of(TEXT)).hasToString("***");
        assertThat(Secret.empty()).hasToString("***");
        assertThat(LogonRequest.explicit("falken", Secret.of(TEXT)).toString())
                .contains("falken")
                .doesNotContain(TEXT);
    }

    @Test
    void isTheSameSecretWhateverItWasMadeOf() {
        Secret secret = Secret.of(TEXT);
        assertThat(Secret.of(TEXT.toCharArray())).isEqualTo(secret).hasSameHashCodeAs(secret);
        assertThat(Secret.of(TEXT.getBytes(UTF_8))).isEqualTo(secret);
        assertThat(Secret.of(TEXT + "!")).isNotEqualTo(secret);
        assertThat(secret.equals((Object) TEXT)).isFalse();
    }

    @Test
    void isReadTheSameFromCharactersAsFromText() {
        String text = "\uD83D\uDD11 broken \uD83D half";
        assertThat(Secret.of(text.toCharArray())).isEqualTo(Secret.of(text));
    }

    @Test
    void givesItsContentAsBytesCharactersAndText() {
        Secret secret = Secret.of(TEXT);
        assertThat(secret.toBytes()).isEqualTo(TEXT.getBytes(UTF_8));
        assertThat(secret.toChars()).isEqualTo(TEXT.toCharArray());
        assertThat(secret.reveal()).isEqualTo(TEXT);
        assertThat(secret.length()).isEqualTo(TEXT.getBytes(UTF_8).length);
    }

    @Test
    void keepsACopyOfItsOwn() {
        byte[] content = {1, 2, 3};
        Secret secret = Secret.of(content);
        content[0] = 9;
        secret.toBytes()[1] = 9;
        assertThat(secret.toBytes()).containsExactly(1, 2, 3);
    }

    @Test
    void hasNoContentOnceItIsWiped() {
        Secret secret = Secret.of(TEXT);
        secret.close();
        secret.close();
        assertThatIllegalStateException().isThrownBy(secret::toBytes);
        assertThatIllegalStateException().isThrownBy(secret::toChars);
        assertThatIllegalStateException().isThrownBy(secret::reveal);
    }

    @Test
    void aWipedSecretEqualsNoOther() {
        Secret one = Secret.of("aa");
        Secret other = Secret.of("bb");
        one.close();
        other.close();
        assertThat(one).isNotEqualTo(other).isEqualTo(one);
        assertThat(Secret.of(new byte[2])).isNotEqualTo(one);
    }

    @Test
    void theEmptySecretCannotBeTakenFromOthersByWipingIt() {
        Secret.empty().close();
        assertThat(Secret.of("").toBytes()).isEmpty();
        assertThat(Secret.of(new char[0])).isEqualTo(Secret.empty());
        assertThat(Secret.of(new byte[0]).isEmpty()).isTrue();
    }
}
