package dev.keyhole.permissions;

import java.nio.ByteBuffer;
import java.nio.LongBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * What tells one text from another without keeping it: its SHA-256, which nobody can find a second text for.
 */
record Fingerprint(long first, long second, long third, long fourth) {

    /** Copied for each use, which is quicker than to look for one. */
    private static final MessageDigest UNUSED = newSha256();

    static Fingerprint of(byte[] bytes) {
        LongBuffer digest = ByteBuffer.wrap(sha256().digest(bytes)).asLongBuffer();
        return new Fingerprint(digest.get(), digest.get(), digest.get(), digest.get());
    }

    private static MessageDigest sha256() {
        try {
            return (MessageDigest) UNUSED.clone();
        } catch (CloneNotSupportedException e) {
            // A provider need not know how to.
            return newSha256();
        }
    }

    private static MessageDigest newSha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
