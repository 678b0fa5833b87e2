package dev.keyhole.token;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * What counts of a token's header: the algorithm, if it is one of those that are allowed, and the id of the key. Keys
 * and addresses of keys in it ({@code jwk}, {@code jku}, {@code x5c}, {@code x5u}) are passed over: whoever forges a token
 * writes those too.
 */
record TokenHeader(Algorithm algorithm, Optional<String> keyId) {

    private static final int MAX_KEY_ID_LENGTH = 256;
    private static final String MEDIA_TYPE = "application/";
    private static final Set<String> USUAL_TYPES = Set.of("jwt", "at+jwt");

    /**
     * @param types what {@code typ} must be; the usual ones or nothing if empty
     * @throws InvalidTokenException if the header isn't that of a token that is accepted here
     */
    static TokenHeader parse(byte[] json, Set<Algorithm> allowed, List<String> types) throws InvalidTokenException {
        JsonObject header = JsonObject.parse("the token's header", json);
        String name = header.text("alg").orElseThrow(() -> new InvalidTokenException("the token names no algorithm"));
        Algorithm algorithm = Algorithm.ofHeader(name)
                .filter(allowed::contains)
                .orElseThrow(() -> new InvalidTokenException("the token's algorithm isn't one of " + names(allowed)));
        if (header.has("crit") || header.has("b64")) {
            throw new InvalidTokenException("the token's header has critical parameters, none of which is known here");
        }
        if (header.has("enc") || header.has("zip")) {
            throw new InvalidTokenException("the token's header is that of an encrypted one");
        }
        checkType(header.text("typ"), types);
        Optional<String> keyId = header.text("kid");
        if (keyId.filter(id -> id.isEmpty() || id.length() > MAX_KEY_ID_LENGTH).isPresent()) {
            throw new InvalidTokenException("the token's 'kid' is empty or too long");
        }
        return new TokenHeader(algorithm, keyId);
    }

    private static List<String> names(Set<Algorithm> algorithms) {
        return algorithms.stream().map(Algorithm::headerName).sorted().toList();
    }

    private static void checkType(Optional<String> type, List<String> types) throws InvalidTokenException {
        Optional<String> plain = type.map(TokenHeader::plain);
        boolean accepted = types.isEmpty()
                ? plain.map(USUAL_TYPES::contains).orElse(true)
                : plain.filter(given -> types.stream().map(TokenHeader::plain).anyMatch(given::equals))
                        .isPresent();
        if (!accepted) {
            throw new InvalidTokenException("the token's 'typ' isn't "
                    + (types.isEmpty() ? "JWT or at+jwt" : "one of " + types) + ": it is made for something else");
        }
    }

    /** Media types are compared without case, and {@code application/} may be left out (RFC 7515, section 4.1.9). */
    private static String plain(String type) {
        String lower = type.toLowerCase(Locale.ROOT);
        return lower.startsWith(MEDIA_TYPE) ? lower.substring(MEDIA_TYPE.length()) : lower;
    }
}
