package dev.keyhole.service;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.keyhole.spi.Secret;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;

/** The algorithms of Digest authentication that the service offers (RFC 7616), the stronger first. */
public enum DigestAlgorithm {
    SHA_256("SHA-256", 64),
    /** For clients that know no better. */
    MD5("MD5", 32);

    private final String token;
    private final int digits;

    DigestAlgorithm(String token, int digits) {
        this.token = token;
        this.digits = digits;
    }

    /** How it is called on the wire, and in configurations. */
    public String token() {
        return token;
    }

    /** Length of a hash in hexadecimal digits, by which hashes of the algorithms can be told apart. */
    int digits() {
        return digits;
    }

    static Optional<DigestAlgorithm> named(String token) {
        return Arrays.stream(values())
                .filter(algorithm -> algorithm.token.equalsIgnoreCase(token))
                .findFirst();
    }

    /** The algorithm whose hashes have so many digits. */
    static Optional<DigestAlgorithm> ofLength(int digits) {
        return Arrays.stream(values())
                .filter(algorithm -> algorithm.digits == digits)
                .findFirst();
    }

    /** In lower-case hexadecimal digits. */
    String hash(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance(token).digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has " + token, e);
        }
    }

    String hash(String text) {
        return hash(text.getBytes(UTF_8));
    }

    /** The hash of a user's name that a client may give instead of the name. */
    String nameHash(String user, String realm) {
        return hash(user + ":" + realm);
    }

    /** What a store keeps of a password: {@code H(user:realm:password)}. */
    String digestHash(String user, String realm, Secret password) {
        byte[] beginning = (user + ":" + realm + ":").getBytes(UTF_8);
        byte[] secret = password.toBytes();
        byte[] all = Arrays.copyOf(beginning, beginning.length + secret.length);
        System.arraycopy(secret, 0, all, beginning.length, secret.length);
        try {
            return hash(all);
        } finally {
            Arrays.fill(all, (byte) 0);
            Arrays.fill(secret, (byte) 0);
        }
    }
}
