package dev.keyhole.artemis;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Tells whether the same user name and password come again, without keeping the password. */
final class Fingerprint {

    private static final byte[] SALT = new byte[32];

    static {
        new SecureRandom().nextBytes(SALT);
    }

    private final byte[] digest;

    private Fingerprint(byte[] digest) {
        this.digest = digest;
    }

    static Fingerprint of(@Nullable String userName, @Nullable String password) {
        return new Fingerprint(digest(userName, password));
    }

    boolean matches(@Nullable String userName, @Nullable String password) {
        return MessageDigest.isEqual(digest, digest(userName, password));
    }

    private static byte[] digest(@Nullable String userName, @Nullable String password) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(SALT);
            update(digest, userName);
            update(digest, password);
            return digest.digest();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void update(MessageDigest digest, @Nullable String text) {
        byte[] bytes = text == null ? new byte[0] : text.getBytes(UTF_8);
        digest.update(ByteBuffer.allocate(Integer.BYTES)
                .putInt(text == null ? -1 : bytes.length)
                .flip());
        digest.update(bytes);
        Arrays.fill(bytes, (byte) 0);
    }
}
