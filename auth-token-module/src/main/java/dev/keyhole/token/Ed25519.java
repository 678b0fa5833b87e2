package dev.keyhole.token;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;

/** Signatures of RFC 8032 by the JDK, which has them since Java 15. Thread-safe. */
final class Ed25519 {

    private static final int KEY_LENGTH = 32;
    private static final int SIGNATURE_LENGTH = 64;

    /** A SubjectPublicKeyInfo up to the key itself: SEQUENCE { SEQUENCE { 1.3.101.112 }, BIT STRING }. */
    private static final byte[] PREFIX = {0x30, 0x2a, 0x30, 5, 6, 3, 0x2b, 0x65, 0x70, 3, 0x21, 0};

    private final PublicKey key;

    /**
     * @throws UnusableKeyException if it is no such key
     */
    Ed25519(byte[] publicKey) throws UnusableKeyException {
        if (publicKey.length != KEY_LENGTH) {
            throw new UnusableKeyException("its length isn't that of an Ed25519 key");
        }
        byte[] encoded = new byte[PREFIX.length + KEY_LENGTH];
        System.arraycopy(PREFIX, 0, encoded, 0, PREFIX.length);
        System.arraycopy(publicKey, 0, encoded, PREFIX.length, KEY_LENGTH);
        try {
            key = KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(encoded));
            Signature.getInstance("Ed25519").initVerify(key);
        } catch (GeneralSecurityException e) {
            throw new UnusableKeyException("it is no Ed25519 key");
        }
    }

    boolean verify(byte[] signed, byte[] signature) {
        if (signature.length != SIGNATURE_LENGTH) {
            return false;
        }
        try {
            Signature verifier = Signature.getInstance("Ed25519");
            verifier.initVerify(key);
            verifier.update(signed);
            return verifier.verify(signature);
        } catch (GeneralSecurityException e) {
            return false;
        }
    }
}
