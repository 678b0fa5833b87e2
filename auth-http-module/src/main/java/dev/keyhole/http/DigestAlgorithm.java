package dev.keyhole.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;

/** The algorithms of Digest authentication (RFC 7616, section 3.3). */
enum DigestAlgorithm {
    MD5("MD5", "MD5", 1, false),
    MD5_SESS("MD5-sess", "MD5", 1, true),
    SHA_256("SHA-256", "SHA-256", 2, false),
    SHA_256_SESS("SHA-256-sess", "SHA-256", 2, true),
    SHA_512_256("SHA-512-256", "SHA-512/256", 3, false),
    SHA_512_256_SESS("SHA-512-256-sess", "SHA-512/256", 3, true);

    private final String token;
    private final String digest;
    private final int strength;
    private final boolean session;

    DigestAlgorithm(String token, String digest, int strength, boolean session) {
        this.token = token;
        this.digest = digest;
        this.strength = strength;
        this.session = session;
    }

    /** The algorithm that a challenge names, in any case; empty if there is none of this name. */
    static Optional<DigestAlgorithm> named(String token) {
        return Arrays.stream(values())
                .filter(algorithm -> algorithm.token.equalsIgnoreCase(token))
                .findFirst();
    }

    /** How the algorithm is called on the wire. */
    String token() {
        return token;
    }

    /** The higher the better; from 1. Algorithms of one hash are as good as each other. */
    int strength() {
        return strength;
    }

    /** Whether the user's key depends on the nonces too. */
    boolean isSession() {
        return session;
    }

    /** The hash of a text in UTF-8, in lower-case hexadecimal digits. */
    String hash(String text) {
        byte[] bytes = text.getBytes(UTF_8);
        try {
            return hash(bytes);
        } finally {
            Arrays.fill(bytes, (byte) 0);
        }
    }

    String hash(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance(digest).digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
