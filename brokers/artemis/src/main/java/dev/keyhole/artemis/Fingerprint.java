package dev.keyhole.artemis;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.lang.ref.Reference;
import java.lang.ref.WeakReference;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Tells whether the same user name and password come again, without keeping the password. Thread-safe.
 *
 * <p>The broker's sessions hold to theirs and ask with them at each message, so the very objects that were the same once are
 * remembered for as long as a session has them.
 */
final class Fingerprint {

    /** A connection may have several sessions, each with objects of its own; those of any more are compared each time. */
    private static final int MOST_KNOWN = 16;

    private record Known(Reference<String> userName, Reference<String> password) {

        boolean is(String otherUserName, String otherPassword) {
            return userName.refersTo(otherUserName) && password.refersTo(otherPassword);
        }

        boolean isGone() {
            return userName.refersTo(null) || password.refersTo(null);
        }
    }

    private static final byte[] SALT = new byte[32];

    static {
        new SecureRandom().nextBytes(SALT);
    }

    private final boolean nothing;
    private final byte[] digest;

    /** Read without a lock, written under the lock of this. */
    private volatile List<Known> known = List.of();

    private Fingerprint(boolean nothing, byte[] digest) {
        this.nothing = nothing;
        this.digest = digest;
    }

    static Fingerprint of(@Nullable String userName, @Nullable String password) {
        return new Fingerprint(userName == null && password == null, digest(userName, password));
    }

    boolean matches(@Nullable String userName, @Nullable String password) {
        if (userName == null && password == null) {
            return nothing;
        }
        if (userName == null || password == null) {
            return matchesDigest(userName, password);
        }
        for (Known each : known) {
            if (each.is(userName, password)) {
                return true;
            }
        }
        boolean matches = matchesDigest(userName, password);
        if (matches) {
            remember(userName, password);
        }
        return matches;
    }

    private boolean matchesDigest(@Nullable String userName, @Nullable String password) {
        return MessageDigest.isEqual(digest, digest(userName, password));
    }

    private synchronized void remember(String userName, String password) {
        known = Stream.concat(
                        Stream.of(new Known(new WeakReference<>(userName), new WeakReference<>(password))),
                        known.stream().filter(each -> !each.isGone()))
                .limit(MOST_KNOWN)
                .toList();
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
