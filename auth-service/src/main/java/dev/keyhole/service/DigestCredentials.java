package dev.keyhole.service;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.security.MessageDigest;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The answer to a challenge, from an {@code Authorization} header with the Digest scheme (RFC 7616, section 3.4), with
 * {@code qop=auth}.
 *
 * @param count how often the client has answered with this nonce, as it wrote it: 8 hexadecimal digits
 * @param response what proves that the client knows the password
 */
record DigestCredentials(
        DigestAlgorithm algorithm,
        DigestName name,
        String realm,
        String nonce,
        String uri,
        String clientNonce,
        String count,
        String response) {

    private static final String SCHEME = "Digest ";
    private static final String EXTENDED = "UTF-8''";
    private static final Pattern COUNT = Pattern.compile("[0-9A-Fa-f]{8}");
    private static final Pattern HASH = Pattern.compile("[0-9A-Fa-f]+");

    static boolean isDigest(String header) {
        return header.regionMatches(true, 0, SCHEME, 0, SCHEME.length());
    }

    /** Empty if the header holds anything else, or credentials that aren't whole, or of a kind that is never offered. */
    static Optional<DigestCredentials> parse(String header) {
        return isDigest(header)
                ? AuthParameters.parse(header.substring(SCHEME.length())).flatMap(DigestCredentials::of)
                : Optional.empty();
    }

    private static Optional<DigestCredentials> of(Map<String, String> parameters) {
        Optional<DigestAlgorithm> algorithm = DigestAlgorithm.named(parameters.getOrDefault("algorithm", "MD5"));
        Optional<DigestName> name = name(parameters);
        DigestCredentials credentials = new DigestCredentials(
                algorithm.orElse(DigestAlgorithm.SHA_256),
                name.orElse(new DigestName("", false)),
                parameters.getOrDefault("realm", ""),
                parameters.getOrDefault("nonce", ""),
                parameters.getOrDefault("uri", ""),
                parameters.getOrDefault("cnonce", ""),
                parameters.getOrDefault("nc", ""),
                parameters.getOrDefault("response", "").toLowerCase(Locale.ROOT));
        boolean whole = algorithm.isPresent()
                && name.isPresent()
                && parameters.getOrDefault("qop", "").equalsIgnoreCase("auth")
                && !credentials.nonce().isEmpty()
                && !credentials.uri().isEmpty()
                && !credentials.clientNonce().isEmpty()
                && COUNT.matcher(credentials.count()).matches()
                && credentials.uses() > 0
                && HASH.matcher(credentials.response()).matches();
        return whole ? Optional.of(credentials) : Optional.empty();
    }

    private static Optional<DigestName> name(Map<String, String> parameters) {
        boolean hashed = parameters.getOrDefault("userhash", "false").equalsIgnoreCase("true");
        Optional<String> plain = Optional.ofNullable(parameters.get("username"));
        Optional<String> extended = Optional.ofNullable(parameters.get("username*"));
        if (plain.isPresent() == extended.isPresent() || (hashed && extended.isPresent())) {
            return Optional.empty();
        }
        return plain.map(DigestCredentials::utf8)
                .or(() -> extended.flatMap(DigestCredentials::decode))
                .map(text -> hashed ? text.toLowerCase(Locale.ROOT) : text)
                .filter(text -> !text.isEmpty()
                        && text.chars().noneMatch(Character::isISOControl)
                        && (hashed || text.indexOf(':') < 0))
                .map(text -> new DigestName(text, hashed));
    }

    /** {@code ext-value} of RFC 8187. */
    private static Optional<String> decode(String value) {
        return value.regionMatches(true, 0, EXTENDED, 0, EXTENDED.length())
                ? PathSegment.decode(value.substring(EXTENDED.length()))
                : Optional.empty();
    }

    /** Many clients write UTF-8 between quotes, which is read as Latin-1 on its way here. */
    private static String utf8(String header) {
        if (!header.chars().allMatch(c -> c < 256)) {
            return header;
        }
        try {
            return UTF_8.newDecoder()
                    .decode(ByteBuffer.wrap(header.getBytes(ISO_8859_1)))
                    .toString();
        } catch (CharacterCodingException e) {
            return header;
        }
    }

    /** How often the client says to have answered with this nonce. */
    long uses() {
        return Long.parseLong(count, 16);
    }

    /**
     * Whether the response is the one that somebody makes who knows the password.
     *
     * @param digestHash of the user
     * @param method of the request, with the {@link #uri} of these credentials
     */
    boolean isProofOf(String digestHash, String method) {
        String request = algorithm.hash(method + ":" + uri);
        String expected =
                algorithm.hash(digestHash + ":" + nonce + ":" + count + ":" + clientNonce + ":auth:" + request);
        return MessageDigest.isEqual(expected.getBytes(UTF_8), response.getBytes(UTF_8));
    }

    @Override
    public String toString() {
        return "DigestCredentials[***]";
    }
}
