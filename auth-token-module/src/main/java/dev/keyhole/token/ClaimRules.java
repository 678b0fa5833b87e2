package dev.keyhole.token;

import dev.keyhole.permissions.InvalidDocumentException;
import dev.keyhole.permissions.PermissionsDocument;
import dev.keyhole.spi.Options;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What the claims of a token have to say (RFC 7519, section 4.1).
 *
 * @param issuer what {@code iss} must be; anything if empty
 * @param audiences one of which {@code aud} must hold; anything will do if there are none
 * @param userNameClaims the first of these that a token has holds the user name
 * @param leeway how far the clocks may be apart
 * @param requiresExpiry whether a token must have an end
 * @param permissionsClaim which claim holds the document; empty if none is wanted
 */
record ClaimRules(
        Optional<String> issuer,
        List<String> audiences,
        List<String> userNameClaims,
        Duration leeway,
        boolean requiresExpiry,
        Optional<String> permissionsClaim) {

    private static final List<String> USUAL_USER_NAME_CLAIMS = List.of("login", "sub");
    private static final int MAX_USER_NAME_LENGTH = 1024;

    /** The end of the year 9999; a number beyond it is no time. */
    private static final double LAST_SECOND = 253_402_300_799.0;

    ClaimRules {
        audiences = List.copyOf(audiences);
        userNameClaims = userNameClaims.isEmpty() ? USUAL_USER_NAME_CLAIMS : List.copyOf(userNameClaims);
    }

    static ClaimRules of(Options options) {
        return new ClaimRules(
                options.find(TokenOptions.ISSUER),
                options.get(TokenOptions.AUDIENCE),
                options.get(TokenOptions.USER_NAME_CLAIM),
                options.get(TokenOptions.LEEWAY),
                options.get(TokenOptions.REQUIRE_EXPIRY),
                options.find(TokenOptions.PERMISSIONS_CLAIM));
    }

    /**
     * @param payload of a token whose signature is verified
     * @throws InvalidTokenException if the token isn't good, or isn't any more, or not yet, or for somebody else
     */
    Claims read(byte[] payload, Instant now) throws InvalidTokenException {
        JsonObject claims = JsonObject.parse("the token's payload", payload);
        Optional<Instant> expiresAt = time(claims, "exp");
        Optional<Instant> notBefore = time(claims, "nbf");
        Optional<Instant> issuedAt = time(claims, "iat");
        checkTimes(expiresAt, notBefore, issuedAt, now);
        checkIssuer(claims.text("iss"));
        checkAudience(claims.texts("aud"));
        return new Claims(userName(claims), issuedAt, expiresAt, document(claims));
    }

    private static Optional<Instant> time(JsonObject claims, String name) throws InvalidTokenException {
        Optional<Double> seconds = claims.number(name);
        if (seconds.isEmpty()) {
            return Optional.empty();
        }
        double value = seconds.get();
        if (!(value >= 0 && value <= LAST_SECOND)) {
            throw new InvalidTokenException("'" + name + "' is no time");
        }
        return Optional.of(Instant.ofEpochMilli(Math.round(value * 1000)));
    }

    private void checkTimes(
            Optional<Instant> expiresAt, Optional<Instant> notBefore, Optional<Instant> issuedAt, Instant now)
            throws InvalidTokenException {
        if (expiresAt.isEmpty() && requiresExpiry) {
            throw new InvalidTokenException("the token has no 'exp', so it would never end");
        }
        if (expiresAt.isPresent() && !now.isBefore(expiresAt.get().plus(leeway))) {
            throw new InvalidTokenException("the token expired at " + expiresAt.get());
        }
        if (notBefore.isPresent() && now.isBefore(notBefore.get().minus(leeway))) {
            throw new InvalidTokenException("the token isn't good before " + notBefore.get());
        }
        if (issuedAt.isPresent() && now.isBefore(issuedAt.get().minus(leeway))) {
            throw new InvalidTokenException(
                    "the token was issued in the future, at " + issuedAt.get() + "; are the clocks apart?");
        }
    }

    private void checkIssuer(Optional<String> given) throws InvalidTokenException {
        if (issuer.isPresent() && !issuer.equals(given)) {
            throw new InvalidTokenException("the token's 'iss' isn't " + issuer.get());
        }
    }

    private void checkAudience(List<String> given) throws InvalidTokenException {
        if (!audiences.isEmpty() && given.stream().noneMatch(audiences::contains)) {
            throw new InvalidTokenException("the token's 'aud' holds none of " + audiences);
        }
    }

    private String userName(JsonObject claims) throws InvalidTokenException {
        for (String claim : userNameClaims) {
            Optional<String> name = claims.text(claim);
            if (name.isPresent()) {
                return checked(claim, name.get());
            }
        }
        throw new InvalidTokenException("the token has no user name in any of " + userNameClaims);
    }

    private static String checked(String claim, String name) throws InvalidTokenException {
        if (name.isEmpty() || name.length() > MAX_USER_NAME_LENGTH || Characters.hasControlOrLoneSurrogate(name)) {
            throw new InvalidTokenException(
                    "'" + claim + "' is no user name: it is empty, too long, or holds control" + " characters");
        }
        return name;
    }

    private Optional<PermissionsDocument> document(JsonObject claims) throws InvalidTokenException {
        if (permissionsClaim.isEmpty()) {
            return Optional.empty();
        }
        String claim = permissionsClaim.get();
        byte[] json = claims.object(claim)
                .orElseThrow(
                        () -> new InvalidTokenException("the token has no permissions document in '" + claim + "'"));
        try {
            return Optional.of(PermissionsDocument.parse(json));
        } catch (InvalidDocumentException e) {
            throw new InvalidTokenException(
                    "the permissions document in '" + claim + "' can't be used: " + e.getMessage());
        }
    }
}
