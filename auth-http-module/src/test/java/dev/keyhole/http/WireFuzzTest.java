package dev.keyhole.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.keyhole.http.client.Characters;
import dev.keyhole.spi.ConnectionInfo;
import dev.keyhole.spi.LogonRequest;
import dev.keyhole.spi.Secret;
import java.net.URI;
import java.net.URLDecoder;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hc.core5.http.message.BasicHttpRequest;

/**
 * Whatever a service writes into {@code WWW-Authenticate}, and whatever a user is called, ends in a proper request or in a
 * refusal. The build runs what is kept in the resources. To look for more, run one of these with {@code JAZZER_FUZZ=1} in
 * the environment and {@code -Djazzer.hooks=true -Djazzer.max_duration=10m
 * -Djunit.jupiter.execution.timeout.mode=disabled}.
 */
class WireFuzzTest {

    private static final Credentials CREDENTIALS = Credentials.of(
                    LogonRequest.explicit("fal\"ken\\", Secret.of("joshua")))
            .orElseThrow();

    /** One header a line. */
    @FuzzTest
    void challenges(byte[] input) throws Exception {
        List<String> headers = new String(input, UTF_8).lines().toList();
        Challenges challenges = Challenges.read(headers);
        String all = String.join(",", headers).toLowerCase(java.util.Locale.ROOT);
        assertThat(challenges.digest() && !all.contains("digest")).isFalse();
        if (challenges.strongest().isEmpty()) {
            return;
        }
        Challenge strongest = challenges.strongest().get();
        if (strongest instanceof DigestChallenge digest) {
            assertThat(challenges.digest()).isTrue();
            answer(digest);
            for (String info : headers) {
                answer((DigestChallenge) digest.after(info));
            }
        } else {
            assertThat(all).contains("basic");
        }
    }

    /** The answer says what the challenge said, and nothing in it ends its quotes. */
    private static void answer(DigestChallenge challenge) throws Exception {
        String answer = challenge
                .scheme(CREDENTIALS, new SecureRandom())
                .generateAuthResponse(null, new BasicHttpRequest("GET", "/x"), null);
        assertThat(Characters.hasControlOrLoneSurrogate(answer)).isFalse();
        List<ChallengeParser.Offer> read = ChallengeParser.offers(answer);
        assertThat(read).hasSize(1);
        Map<String, String> parameters = read.get(0).parameters();
        assertThat(parameters)
                .containsEntry("realm", challenge.realm())
                .containsEntry("nonce", challenge.nonce())
                .containsEntry("uri", "/x");
        assertThat(Optional.ofNullable(parameters.get("opaque"))).isEqualTo(challenge.opaque());
        if (!challenge.wantsUserHash()) {
            assertThat(parameters).containsEntry("username", CREDENTIALS.userName());
        }
    }

    /** A template in the first line; the rest is a user name. */
    @FuzzTest
    void templates(byte[] input) throws Exception {
        String[] parts = new String(input, UTF_8).split("\n", 2);
        UriTemplate template;
        try {
            template = UriTemplate.parse(parts[0]);
        } catch (IllegalArgumentException e) {
            assertThat(e.getMessage()).isNotBlank();
            return;
        }
        String name = parts.length == 1 ? "" : parts[1];
        if (!(template.target(name) instanceof Expansion.Text text)
                || !(template.target("x") instanceof Expansion.Text sample)) {
            return;
        }
        assertThat(text.value()).matches("/[!-~]*");
        URI whole = new URI(template.service() + text.value().substring(1));
        URI plain = new URI(template.service() + sample.value().substring(1));
        assertThat(whole.getScheme()).isEqualToIgnoringCase(template.host().getSchemeName());
        assertThat(whole.getRawAuthority()).isEqualTo(plain.getRawAuthority());
        assertThat(whole.getRawFragment()).isNull();
        assertThat(shape(whole.getRawPath())).isEqualTo(shape(plain.getRawPath()));
        assertThat(shape(whole.getRawQuery())).isEqualTo(shape(plain.getRawQuery()));
        for (String segment : whole.getRawPath().split("/", -1)) {
            assertThat(URLDecoder.decode(segment.replace("+", "%2B"), UTF_8)).isNotIn(".", "..");
        }
        if (!name.isEmpty() && parts[0].contains("{{")) {
            assertThat(URLDecoder.decode(text.value().replace("+", "%2B"), UTF_8))
                    .contains(name);
        }
    }

    /** What separates things in a path or a query. */
    private static String shape(String text) {
        return text == null ? "none" : text.replaceAll("[^/?&=;#]", "");
    }

    /** A header in the first line; the rest is what a client is called. */
    @FuzzTest
    void headers(byte[] input) {
        String[] parts = new String(input, UTF_8).split("\n", 2);
        HeaderTemplate template;
        try {
            template = HeaderTemplate.parse(parts[0]);
        } catch (IllegalArgumentException e) {
            assertThat(e.getMessage()).isNotBlank();
            return;
        }
        String name = parts.length == 1 ? "" : parts[1];
        ConnectionInfo connection =
                ConnectionInfo.builder("c", "mqtt").clientName(name).build();
        if (template.expand(connection, LogonRequest.explicit(name, Secret.of(name))) instanceof Expansion.Text text) {
            assertThat(Characters.isToken(template.name())).isTrue();
            assertThat(Characters.hasControlOrLoneSurrogate(text.value())).isFalse();
            assertThat(text.value()).isEqualTo(text.value().strip());
        }
    }
}
