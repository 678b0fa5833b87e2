package dev.keyhole.token;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keyhole.spi.AuthenticationResult;
import dev.keyhole.spi.AuthenticationResult.Rejected;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Good tokens, changed by chance: none is let in, and none breaks anything. The same changes at every run. */
class TokenMutationTest {

    private static final int CHANGES = 3_000;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void aTokenThatIsChangedInAnyWayIsRefused(long seed) {
        Random random = new Random(seed);
        List<String> good = List.of(
                Tokens.of("falken"),
                Tokens.withClaims(Tokens.claims("falken", ",\"aud\":[\"a\",\"b\"],\"x\":{\"y\":[1,2.5e3,null]}")));
        try (TokenFixture fixture = TokenFixture.withSecret()) {
            for (int i = 0; i < CHANGES; i++) {
                String token = good.get(i % good.size());
                String changed = change(token, random);
                if (!changed.equals(token)) {
                    assertThat(fixture.logon("falken", changed)).as(changed).isInstanceOf(Rejected.class);
                }
            }
        }
    }

    /** Behind a good signature, where what is read is the point. */
    @Test
    void headersAndClaimsThatAreChangedAndSignedAgainEndInAnAnswer() {
        Random random = new Random(4);
        String header = "{\"alg\":\"HS256\",\"typ\":\"JWT\",\"kid\":\"k\"}";
        String claims =
                Tokens.claims("falken", ",\"aud\":[\"a\"],\"nbf\":1767225600.5,\"permissions\":{\"logon\":true}");
        try (TokenFixture fixture = TokenFixture.withSecret("PermissionsClaim", "permissions")) {
            for (int i = 0; i < CHANGES; i++) {
                byte[] payload = change(claims, random).getBytes(ISO_8859_1);
                String token =
                        Tokens.mac("HmacSHA256", Tokens.SECRET, i % 2 == 0 ? header : change(header, random), payload);
                AuthenticationResult result = fixture.logon("falken", token);
                assertThat(result).isNotInstanceOf(AuthenticationResult.Challenge.class);
            }
        }
    }

    private static String change(String text, Random random) {
        StringBuilder changed = new StringBuilder(text);
        int at = random.nextInt(text.length());
        switch (random.nextInt(5)) {
            case 0 -> changed.setCharAt(at, (char) random.nextInt(256));
            case 1 -> changed.deleteCharAt(at);
            case 2 -> changed.insert(at, (char) random.nextInt(128));
            case 3 -> changed.insert(at, text, at, Math.min(text.length(), at + random.nextInt(40)));
            default -> changed.setLength(at);
        }
        return changed.toString();
    }
}
