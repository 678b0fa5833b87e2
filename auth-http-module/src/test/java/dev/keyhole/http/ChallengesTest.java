package dev.keyhole.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ChallengesTest {

    private static final String BASIC = "Basic realm=\"r\"";
    private static final String MD5 = "Digest realm=\"r\", nonce=\"n1\", qop=\"auth\"";
    private static final String SHA_256 = "Digest realm=\"r\", nonce=\"n2\", qop=\"auth\", algorithm=SHA-256";
    private static final String SHA_512 = "Digest realm=\"r\", nonce=\"n3\", qop=\"auth\", algorithm=SHA-512-256";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                BASIC + "                  | " + "Basic",
                BASIC + ", " + MD5 + "     | " + "Digest MD5",
                MD5 + ", " + BASIC + "     | " + "Digest MD5",
                MD5 + ", " + SHA_256 + "   | " + "Digest SHA-256",
                SHA_256 + ", " + MD5 + "   | " + "Digest SHA-256",
                SHA_512 + ", " + SHA_256 + "| " + "Digest SHA-512-256",
                "Negotiate, " + BASIC + "  | " + "Basic",
                "Negotiate abc==, " + MD5 + " | " + "Digest MD5",
                "Negotiate a-b/c==, " + MD5 + " | " + "Digest MD5",
                MD5 + ", Negotiate         | " + "Digest MD5",
                MD5 + ", Negotiate abc     | " + "Digest MD5",
                ", ," + BASIC + "          | " + "Basic",
            })
    void theStrongestWins(String header, String challenge) {
        assertThat(Challenges.read(List.of(header)).strongest().map(Object::toString))
                .contains(challenge);
        assertThat(Challenges.read(List.of("Bearer", header, "???")).strongest().map(Object::toString))
                .contains(challenge);
    }

    @Test
    void ofEqualsTheFirstWins() {
        assertThat(nonce("Digest realm=\"r\", nonce=\"a\"", "Digest realm=\"r\", nonce=\"b\""))
                .isEqualTo("a");
        assertThat(nonce("Digest realm=\"r\", nonce=\"a\"", "Digest realm=\"r\", nonce=\"b\", algorithm=MD5-sess"))
                .isEqualTo("a");
    }

    @Test
    void qualityOfProtectionIsStronger() {
        assertThat(nonce("Digest realm=\"r\", nonce=\"a\"", "Digest realm=\"r\", nonce=\"b\", qop=auth"))
                .isEqualTo("b");
    }

    private static String nonce(String... headers) {
        return ((DigestChallenge) Challenges.read(List.of(headers)).strongest().orElseThrow()).nonce();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Digest",
                "Digest realm=\"r\"",
                "Digest nonce=\"n\"",
                "Digest realm=\"r\", nonce=\"\"",
                "Digest realm=\"r\", nonce=",
                "Digest realm=\"r\", nonce=\"n\", nonce=\"m\"",
                "Digest realm=\"r\", nonce=\"n\", algorithm=SHA-1",
                "Digest realm=\"r\", nonce=\"n\", qop=\"auth-int\"",
                "Digest realm=\"r\", nonce=\"n\", qop=\"authentication\"",
                "Digest realm=\"r\", nonce=\"n\u0001\"",
                "Digest abcdef==",
            })
    void aDigestThatCanNotBeAnsweredIsAnOfferAllTheSame(String header) {
        Challenges challenges = Challenges.read(List.of(header));

        assertThat(challenges.strongest()).isEmpty();
        assertThat(challenges.digest()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", ",", "Negotiate", "Bearer realm=\"Basic\"", "NTLM", "=", "\"", "Basi c=1"})
    void whatIsNoOfferIsNone(String header) {
        Challenges challenges = Challenges.read(List.of(header));

        assertThat(challenges.strongest()).isEmpty();
        assertThat(challenges.digest()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"Negotiate ==", "Negotiate/abc", "Negotiate abc def", "Negotiate a=b c", "Negotiate a=\"b"})
    void nothingIsTakenFromWhatIsNotProperOn(String start) {
        assertThat(Challenges.read(List.of(start + ", " + MD5)).strongest()).isEmpty();
    }

    @Test
    void parametersAreReadInAnyCaseAndOrder() {
        DigestChallenge challenge = (DigestChallenge)
                Challenges.read(List.of("dIGEST Charset=utf-8,USERHASH=TRUE, Stale=True,QOP=\"auth-int , Auth\","
                                + "opaque=\"o\",ALGORITHM=sha-256-SESS,noNce=\"n,\\\"=\",realm=\"a, b\""))
                        .strongest()
                        .orElseThrow();

        assertThat(challenge.realm()).isEqualTo("a, b");
        assertThat(challenge.nonce()).isEqualTo("n,\"=");
        assertThat(challenge.opaque()).contains("o");
        assertThat(challenge.algorithm()).isEqualTo(DigestAlgorithm.SHA_256_SESS);
        assertThat(challenge.isStale()).isTrue();
        assertThat(challenge.wantsUserHash()).isTrue();
        assertThat(challenge.readsExtendedNames()).isTrue();
        assertThat(challenge.hasQualityOfProtection()).isTrue();
    }

    @Test
    void aNextNonceMakesAnotherChallenge() {
        Challenge first = Challenges.read(List.of(SHA_256)).strongest().orElseThrow();

        Challenge next = first.after("qop=auth, nextnonce=\"n9\", rspauth=\"abc\"");

        assertThat(next).isNotSameAs(first).hasToString("Digest SHA-256");
        assertThat(((DigestChallenge) next).nonce()).isEqualTo("n9");
        assertThat(next.isStale()).isFalse();
        assertThat(((DigestChallenge) first.after(", nextnonce=n8")).nonce()).isEqualTo("n8");
        assertThat(first.after("")).isSameAs(first);
        assertThat(first.after("nextnonce=\"n2\"")).isSameAs(first);
        assertThat(first.after("nextnonce=\"a\u0001\"")).isSameAs(first);
        assertThat(first.after("nextnonce=\"a\", nextnonce=\"b\"")).isSameAs(first);
        assertThat(new BasicChallenge().after("nextnonce=\"a\"")).hasToString("Basic");
    }
}
