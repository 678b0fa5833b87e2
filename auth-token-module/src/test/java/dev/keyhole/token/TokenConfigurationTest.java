package dev.keyhole.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.keyhole.spi.ConfigurationException;
import dev.keyhole.spi.Problem;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class TokenConfigurationTest {

    private static List<Problem> problems(String... options) {
        List<Problem> problems = new ArrayList<>();
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> {
                    try (TokenFixture fixture = new TokenFixture(options)) {
                        fixture.authentication();
                    }
                })
                .satisfies(e -> problems.addAll(e.problems()));
        return problems;
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "TokenKey   | UserNameClaim=sub | tokens need keys: give exactly one of 'TokenKey', 'KeySetFile' and",
                "TokenKey   | TokenKey=SECRET;KeySetFile=/x | tokens need keys: give exactly one of",
                "TokenKey   | TokenKey=joshua | 'TokenKey' can't be used: it isn't proper JSON",
                "TokenKey   | TokenKey={\"kty\":\"oct\",\"k\":\"c2hvcnQ\"} | wrong kind or too short",
                "TokenKey   | TokenKey={\"kty\":\"oct\"} | it isn't a JWK of a kind that is known",
                "TokenKey   | TokenKey={\"keys\":[]} | there is no key in it",
                "TokenKey   | TokenKey=SECRET;Algorithms=RS256 | wrong kind or too short for [RS256]",
                "TokenKey   | TokenKey=SECRET;Algorithms=HS512 | wrong kind or too short for [HS512]",
                "Algorithms | TokenKey=SECRET;Algorithms=none | 'none' isn't one of",
                "Algorithms | TokenKey=SECRET;Algorithms=HS256 RS1 | 'RS1' isn't one of",
                "KeySetFile | KeySetFile=/nowhere/keys.json | there is no such file",
                "KeySetURI  | KeySetURI=http://keys.example.com/jwks.json | could give us keys of their own",
                "KeySetURI  | KeySetURI=ftp://keys.example.com/ | neither http nor https",
                "KeySetURI  | KeySetURI=https://user:secret@keys.example.com/ | neither a user nor a fragment",
                "KeySetURI  | KeySetURI=https:///x | must have a host",
                "CAKey      | KeySetURI=https://keys.example.com/ | https needs 'CAKey'",
                "CAKey      | KeySetURI=https://keys.example.com/;CAKey=/nowhere/ca.pem | there is no such file",
                "Algorithms | KeySetURI=http://localhost/;Algorithms=HS256 RS256 | needs a secret, and what is published",
                "Leeway     | TokenKey=SECRET;Leeway=2h | 'Leeway' must be from 0s to 3600s",
                "KeySetMaxAge | TokenKey=SECRET;KeySetRefresh=1h;KeySetMaxAge=10m | must be from 3600s to 3650d",
                "RequestTimeout | TokenKey=SECRET;RequestTimeout=0 | must be from 1ms",
                "MaxTokenSize | TokenKey=SECRET;MaxTokenSize=10 | must be from 256 to 64MB",
                "Audience   | TokenKey=SECRET;Audience= | 'Audience' is empty",
                "Issuer     | TokenKey=SECRET;Issuer= | 'Issuer' is empty",
            })
    void whatCanNotWorkIsSaidAtTheStart(String option, String options, String message) {
        String[] given = Arrays.stream(
                        options.replace("SECRET", Tokens.secretJwk()).split(";"))
                .flatMap(pair -> Stream.of(pair.split("=", 2)))
                .toArray(String[]::new);

        assertThat(problems(given)).singleElement().satisfies(problem -> {
            assertThat(problem.option()).isEqualTo(option);
            assertThat(problem.message()).contains(message);
        });
    }

    @Test
    void allThatIsWrongIsSaidAtOnce() {
        assertThat(problems("KeySetURI", "http://keys.example.com/", "Leeway", "2h", "Certificate", "/x", "Issuer", ""))
                .extracting(Problem::option)
                .containsExactlyInAnyOrder("KeySetURI", "Leeway", "Certificate", "Issuer");
    }

    @Test
    void noMessageShowsTheKey() {
        String secret = "c2VjcmV0LW9mLXRoZS1vcGVyYXRvcg";
        for (String key : List.of(
                "{\"kty\":\"oct\",\"k\":\"" + secret + "\"}",
                "{\"kty\":\"oct\",\"k\":\"" + secret + "\",\"k\":\"x\"}",
                "{\"kty\":\"" + secret + "\"}",
                secret)) {
            assertThat(problems("TokenKey", key).toString()).doesNotContain(secret);
        }
    }

    static Stream<Arguments> algorithms() {
        return Stream.of(Algorithm.values()).map(Arguments::of);
    }

    @ParameterizedTest
    @MethodSource("algorithms")
    void algorithmsAreNamedAsTheRfcsNameThem(Algorithm algorithm) {
        assertThat(Algorithm.ofHeader(algorithm.headerName())).contains(algorithm);
        assertThat(Algorithm.parseList(" " + algorithm.headerName().toLowerCase(Locale.ROOT) + ", HS256"))
                .contains(algorithm);
        assertThat(algorithm.jws().getName()).isEqualTo(algorithm.headerName());
    }
}
