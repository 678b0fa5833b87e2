package dev.keyhole.token;

import static dev.keyhole.spi.Place.AUTHENTICATION;
import static dev.keyhole.spi.Place.MODULE;

import dev.keyhole.spi.Option;
import dev.keyhole.spi.OptionSchema;
import dev.keyhole.spi.Secret;
import dev.keyhole.tls.TlsOptions;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/** Every option of the token module. */
final class TokenOptions {

    static final Option<Secret> TOKEN_KEY = Option.secret(
                    "TokenKey", "the one key that tokens are signed with, as a JWK (RFC 7517)")
            .onlyIn(MODULE, AUTHENTICATION);

    static final Option<Path> KEY_SET_FILE = Option.path(
                    "KeySetFile", "file of a JWK or of a set of them; read anew when it changes")
            .onlyIn(MODULE, AUTHENTICATION);

    static final Option<URI> KEY_SET_URI = Option.of(
                    "KeySetURI", "an http or https URI", "where the issuer publishes its keys", TokenOptions::uri)
            .onlyIn(MODULE, AUTHENTICATION);

    static final Option<Duration> KEY_SET_REFRESH = Option.duration(
                    "KeySetRefresh", "age at which the keys of KeySetURI are fetched again")
            .withDefault(Duration.ofMinutes(5))
            .onlyIn(MODULE, AUTHENTICATION);

    static final Option<Duration> KEY_SET_PAUSE = Option.duration(
                    "KeySetPause", "shortest time between two fetches that tokens with an unknown key bring about")
            .withDefault(Duration.ofSeconds(30))
            .onlyIn(MODULE, AUTHENTICATION);

    static final Option<Duration> KEY_SET_MAX_AGE = Option.duration(
                    "KeySetMaxAge", "how long the last keys count while KeySetURI is down")
            .withDefault(Duration.ofDays(1))
            .onlyIn(MODULE, AUTHENTICATION);

    static final Option<Long> MAX_KEY_SET_SIZE = Option.size(
                    "MaxKeySetSize", "largest set of keys that is accepted from KeySetFile or KeySetURI")
            .withDefault(256L << 10)
            .onlyIn(MODULE, AUTHENTICATION);

    static final Option<Duration> CONNECTION_TIMEOUT = Option.duration(
                    "ConnectionTimeout", "longest time to connect to KeySetURI")
            .withDefault(Duration.ofSeconds(2))
            .onlyIn(MODULE, AUTHENTICATION);

    static final Option<Duration> REQUEST_TIMEOUT = Option.duration(
                    "RequestTimeout", "longest time of one request to KeySetURI, to the last byte of the answer")
            .withDefault(Duration.ofSeconds(5))
            .onlyIn(MODULE, AUTHENTICATION);

    static final Option<Set<Algorithm>> ALGORITHMS = Option.of(
                    "Algorithms",
                    "names such as 'RS256 ES256'",
                    "the algorithms that tokens may be signed with, whatever they say",
                    Algorithm::parseList)
            .onlyIn(MODULE, AUTHENTICATION);

    static final Option<String> ISSUER =
            Option.text("Issuer", "what 'iss' must be").onlyIn(MODULE, AUTHENTICATION);

    static final Option<List<String>> AUDIENCE = Option.text("Audience", "what 'aud' must hold; one of them will do")
            .onlyIn(MODULE, AUTHENTICATION)
            .repeated();

    static final Option<List<String>> TOKEN_TYPE = Option.text(
                    "TokenType", "what 'typ' must be; one of them will do. JWT, at+jwt or nothing if not given")
            .onlyIn(MODULE, AUTHENTICATION)
            .repeated();

    static final Option<List<String>> USER_NAME_CLAIM = Option.text(
                    "UserNameClaim",
                    "claim that holds the user name; the first that a token has. login, sub if not given")
            .onlyIn(MODULE, AUTHENTICATION)
            .repeated();

    static final Option<Duration> LEEWAY = Option.duration("Leeway", "how far our clock and the issuer's may be apart")
            .withDefault(Duration.ofSeconds(30))
            .onlyIn(MODULE, AUTHENTICATION);

    static final Option<Boolean> REQUIRE_EXPIRY = Option.bool(
                    "RequireExpiry", "refuse tokens without 'exp', which never end")
            .withDefault(true)
            .onlyIn(MODULE, AUTHENTICATION);

    static final Option<Boolean> CLOSE_ON_EXPIRY = Option.bool(
                    "CloseOnExpiry", "close the connection when its token ends, and deny everything from then on")
            .withDefault(true)
            .onlyIn(MODULE, AUTHENTICATION);

    static final Option<Long> MAX_TOKEN_SIZE = Option.size("MaxTokenSize", "largest token that is looked at")
            .withDefault(16L << 10)
            .onlyIn(MODULE, AUTHENTICATION);

    static final Option<String> PERMISSIONS_CLAIM = Option.text(
                    "PermissionsClaim",
                    "claim that holds the permissions document of the connection; a token must have it")
            .onlyIn(MODULE, AUTHENTICATION);

    static final Option<Boolean> ABSTAIN_WITHOUT_TOKEN = Option.bool(
                    "AbstainWithoutToken",
                    "leave logons whose password doesn't look like a token to the next module of the chain")
            .withDefault(false)
            .onlyIn(MODULE, AUTHENTICATION);

    static final Option<Integer> MAX_RESETS = Option.integer(
                    "MaxResets", "most resets of users that are remembered for a transport", 1, 10_000_000)
            .withDefault(100_000)
            .onlyIn(MODULE);

    static final OptionSchema SCHEMA = OptionSchema.of(
            TOKEN_KEY,
            KEY_SET_FILE,
            KEY_SET_URI,
            KEY_SET_REFRESH,
            KEY_SET_PAUSE,
            KEY_SET_MAX_AGE,
            MAX_KEY_SET_SIZE,
            CONNECTION_TIMEOUT,
            REQUEST_TIMEOUT,
            TlsOptions.CERTIFICATE,
            TlsOptions.KEY,
            TlsOptions.CA_KEY,
            TlsOptions.ALLOW_UNVERIFIED_PEER,
            TlsOptions.ALLOW_SELF_SIGNED,
            ALGORITHMS,
            ISSUER,
            AUDIENCE,
            TOKEN_TYPE,
            USER_NAME_CLAIM,
            LEEWAY,
            REQUIRE_EXPIRY,
            CLOSE_ON_EXPIRY,
            MAX_TOKEN_SIZE,
            PERMISSIONS_CLAIM,
            ABSTAIN_WITHOUT_TOKEN,
            MAX_RESETS);

    private TokenOptions() {}

    private static URI uri(String text) {
        URI uri;
        try {
            uri = new URI(text);
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException(e.getReason(), e);
        }
        String scheme = String.valueOf(uri.getScheme());
        if (!scheme.equalsIgnoreCase("http") && !scheme.equalsIgnoreCase("https")) {
            throw new IllegalArgumentException("its scheme is neither http nor https");
        }
        if (uri.getHost() == null || uri.getRawUserInfo() != null || uri.getRawFragment() != null) {
            throw new IllegalArgumentException("it must have a host, and neither a user nor a fragment");
        }
        return uri;
    }
}
