package dev.keyhole.http.client;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Tells whether two things are the same without keeping them: by a hash with a key that nobody knows and that ends with the
 * process. Thread-safe.
 */
public final class KeyedHash {

    private static final String ALGORITHM = "HmacSHA256";

    private final SecretKeySpec key;

    /** Has the key, and is copied for each use: to make one takes longer than to use it. */
    private final Mac keyed;

    public KeyedHash(SecureRandom random) {
        byte[] bytes = new byte[32];
        random.nextBytes(bytes);
        key = new SecretKeySpec(bytes, ALGORITHM);
        Arrays.fill(bytes, (byte) 0);
        keyed = newMac();
    }

    private Mac newMac() {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            return mac;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private Mac copy() {
        try {
            return (Mac) keyed.clone();
        } catch (CloneNotSupportedException e) {
            // A provider need not know how to.
            return newMac();
        }
    }

    /** Equal for equal parts in the same order. */
    public String of(Iterable<byte[]> parts) {
        Mac mac = copy();
        for (byte[] part : parts) {
            // With its length, so that what ends one part can't begin the next.
            mac.update(ByteBuffer.allocate(4).putInt(part.length).flip());
            mac.update(part);
        }
        return HexFormat.of().formatHex(mac.doFinal());
    }
}
