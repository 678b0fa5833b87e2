package dev.keyhole.service.token;

import dev.keyhole.spi.ConfigurationException;
import dev.keyhole.spi.Problem;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Collects what a token server needs. Not thread-safe. */
public final class TokenServiceBuilder {

    private static final Pattern PREFIX = Pattern.compile("(/[A-Za-z0-9._~-]+)+");
    private static final List<String> OWN_CLAIMS =
            List.of("login", "sub", "iss", "aud", "iat", "exp", "nbf", "jti", "auth_time");

    private Optional<Path> keys = Optional.empty();
    private String prefix = "/api/security";
    private Duration lifetime = Duration.ofHours(1);
    private Duration leeway = Duration.ofSeconds(30);
    private Duration maxRenewal = Duration.ofHours(24);
    private Optional<String> issuer = Optional.empty();
    private Optional<String> audience = Optional.empty();
    private Optional<String> permissionsClaim = Optional.empty();
    private Clock clock = Clock.systemUTC();

    TokenServiceBuilder() {}

    /** File of a JWK or of a set of them; the first one signs. Read anew when it changes. Required. */
    public TokenServiceBuilder keys(Path file) {
        keys = Optional.of(file);
        return this;
    }

    /** Where {@code login} and {@code renew} are; {@code /api/security} unless told. */
    public TokenServiceBuilder prefix(String value) {
        prefix = value;
        return this;
    }

    /** How long a token holds; an hour unless told. */
    public TokenServiceBuilder lifetime(Duration value) {
        lifetime = value;
        return this;
    }

    /** How far clocks may be apart; 30 seconds unless told. */
    public TokenServiceBuilder leeway(Duration value) {
        leeway = value;
        return this;
    }

    /** How long after the login with a password the last renewal ends; 24 hours unless told. */
    public TokenServiceBuilder maxRenewal(Duration value) {
        maxRenewal = value;
        return this;
    }

    /** What {@code iss} says; nothing unless told. */
    public TokenServiceBuilder issuer(String value) {
        issuer = Optional.of(value);
        return this;
    }

    /** What {@code aud} says; nothing unless told. */
    public TokenServiceBuilder audience(String value) {
        audience = Optional.of(value);
        return this;
    }

    /** Name of the claim that carries the user's permissions document; tokens carry none unless told. */
    public TokenServiceBuilder permissionsClaim(String value) {
        permissionsClaim = Optional.of(value);
        return this;
    }

    /** The time of day; the system's unless told. */
    public TokenServiceBuilder clock(Clock value) {
        clock = value;
        return this;
    }

    /**
     * Reads the keys. There is no key of last resort: a made-up one would sign tokens that are worthless after a restart,
     * and hide that nobody configured one.
     *
     * @throws ConfigurationException with every problem at once
     */
    public TokenService build() {
        List<Problem> problems = new ArrayList<>();
        checkSettings(problems);
        KeyFile file = new KeyFile(keys.orElse(Path.of("")));
        if (keys.isEmpty()) {
            problems.add(Problem.of("tokens need a file of keys: keyhole gen-key > FILE makes one"));
        } else {
            try {
                file.load();
            } catch (UnusableKeyException e) {
                problems.add(Problem.of("the keys of tokens, " + keys.get() + ", can't be used: " + e.getMessage()));
            }
        }
        if (!problems.isEmpty()) {
            throw new ConfigurationException(problems);
        }
        TokenSettings settings = new TokenSettings(lifetime, leeway, maxRenewal, issuer, audience, permissionsClaim);
        return new TokenService(prefix, settings, file::current, new TokenMint(settings, file::current, clock));
    }

    private void checkSettings(List<Problem> problems) {
        if (!PREFIX.matcher(prefix).matches() || prefix.contains("/.")) {
            problems.add(Problem.of("the prefix of the token paths, '" + prefix + "', must be like /api/security"));
        }
        checkDuration("the lifetime of tokens", lifetime, Duration.ofSeconds(1), Duration.ofDays(366), problems);
        checkDuration("the leeway of tokens", leeway, Duration.ZERO, Duration.ofHours(1), problems);
        checkDuration("the longest renewal of tokens", maxRenewal, lifetime, Duration.ofDays(3660), problems);
        if (permissionsClaim.filter(OWN_CLAIMS::contains).isPresent()
                || permissionsClaim.filter(String::isEmpty).isPresent()) {
            problems.add(Problem.of(
                    "the claim of the permissions document, '" + permissionsClaim.get() + "', has another meaning"));
        }
    }

    private static void checkDuration(
            String what, Duration value, Duration least, Duration most, List<Problem> problems) {
        if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
            problems.add(Problem.of(what + " is " + value.toSeconds() + " s, but must be from " + least.toSeconds()
                    + " s to " + most.toSeconds() + " s"));
        }
    }
}
