package dev.keyhole.service.token;

import java.io.ByteArrayOutputStream;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;

/** Signatures of RFC 8032 by the JDK, which has them since Java 15. Thread-safe. */
final class Ed25519 {

    private static final String NAME = "Ed25519";
    private static final int LENGTH = 32;

    /** PKCS#8 up to the key: SEQUENCE { 0, SEQUENCE { 1.3.101.112 }, OCTET STRING { OCTET STRING } } (RFC 8410). */
    private static final byte[] PRIVATE = {0x30, 0x2e, 2, 1, 0, 0x30, 5, 6, 3, 0x2b, 0x65, 0x70, 4, 0x22, 4, 0x20};

    /** SubjectPublicKeyInfo up to the key: SEQUENCE { SEQUENCE { 1.3.101.112 }, BIT STRING }. */
    private static final byte[] PUBLIC = {0x30, 0x2a, 0x30, 5, 6, 3, 0x2b, 0x65, 0x70, 3, 0x21, 0};

    private final PrivateKey privateKey;
    private final PublicKey publicKey;

    /**
     * @throws UnusableKeyException if these aren't the halves of such a key
     */
    Ed25519(byte[] privateHalf, byte[] publicHalf) throws UnusableKeyException {
        if (privateHalf.length != LENGTH || publicHalf.length != LENGTH) {
            throw new UnusableKeyException("its length isn't that of an Ed25519 key");
        }
        try {
            KeyFactory factory = KeyFactory.getInstance(NAME);
            privateKey = factory.generatePrivate(new PKCS8EncodedKeySpec(concat(PRIVATE, privateHalf)));
            publicKey = factory.generatePublic(new X509EncodedKeySpec(concat(PUBLIC, publicHalf)));
        } catch (GeneralSecurityException e) {
            throw new UnusableKeyException("it is no Ed25519 key");
        }
    }

    private static byte[] concat(byte[] first, byte[] second) {
        ByteArrayOutputStream both = new ByteArrayOutputStream();
        both.writeBytes(first);
        both.writeBytes(second);
        return both.toByteArray();
    }

    byte[] sign(byte[] bytes) {
        try {
            Signature signature = Signature.getInstance(NAME);
            signature.initSign(privateKey);
            signature.update(bytes);
            return signature.sign();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    boolean verify(byte[] bytes, byte[] signed) {
        try {
            Signature signature = Signature.getInstance(NAME);
            signature.initVerify(publicKey);
            signature.update(bytes);
            return signature.verify(signed);
        } catch (GeneralSecurityException e) {
            return false;
        }
    }
}
