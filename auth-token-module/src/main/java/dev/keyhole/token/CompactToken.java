package dev.keyhole.token;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.Arrays;
import java.util.Base64;

/** A token in the compact form of RFC 7515: header, payload and signature, none of it verified yet. */
final class CompactToken {

    private static final int PARTS = 3;
    private static final int PARTS_OF_ENCRYPTED = 5;

    private final byte[] signed;
    private final byte[] header;
    private final byte[] payload;
    private final String signature;

    private CompactToken(byte[] signed, byte[] header, byte[] payload, String signature) {
        this.signed = signed;
        this.header = header;
        this.payload = payload;
        this.signature = signature;
    }

    /** Whether it has the shape of one: three parts in Base64url. */
    static boolean resembles(byte[] text) {
        int dots = 0;
        for (byte b : text) {
            if (b == '.') {
                dots++;
            } else if (!isBase64Url(b)) {
                return false;
            }
        }
        return dots == PARTS - 1;
    }

    private static boolean isBase64Url(byte b) {
        return (b >= 'A' && b <= 'Z') || (b >= 'a' && b <= 'z') || (b >= '0' && b <= '9') || b == '-' || b == '_';
    }

    /**
     * @throws InvalidTokenException if it isn't in that form
     */
    static CompactToken parse(byte[] text) throws InvalidTokenException {
        String[] parts = new String(text, US_ASCII).split("\\.", -1);
        if (parts.length == PARTS_OF_ENCRYPTED) {
            throw new InvalidTokenException("the token is encrypted; only signed ones are accepted");
        }
        if (parts.length != PARTS || !resembles(text)) {
            throw new InvalidTokenException("the password isn't a token");
        }
        if (parts[2].isEmpty()) {
            throw new InvalidTokenException("the token has no signature");
        }
        int length = parts[0].length() + 1 + parts[1].length();
        decode(parts[2]);
        return new CompactToken(Arrays.copyOf(text, length), decode(parts[0]), decode(parts[1]), parts[2]);
    }

    /** Only what an encoder makes: no padding, no bits that are thrown away. */
    private static byte[] decode(String part) throws InvalidTokenException {
        try {
            byte[] decoded = Base64.getUrlDecoder().decode(part);
            if (Base64.getUrlEncoder().withoutPadding().encodeToString(decoded).equals(part)) {
                return decoded;
            }
        } catch (IllegalArgumentException e) {
            // said below
        }
        throw new InvalidTokenException("a part of the token isn't Base64url");
    }

    /** The bytes that the signature is about. Not a copy. */
    byte[] signed() {
        return signed;
    }

    /** Not a copy. */
    byte[] header() {
        return header;
    }

    /** Not a copy. Means nothing before the signature is verified. */
    byte[] payload() {
        return payload;
    }

    /** In Base64url. */
    String signature() {
        return signature;
    }

    @Override
    public String toString() {
        return "CompactToken";
    }
}
