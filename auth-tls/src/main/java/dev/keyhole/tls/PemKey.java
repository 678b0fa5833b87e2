package dev.keyhole.tls;

import dev.keyhole.tls.Pem.Block;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A private key of a PEM file: PKCS#8, PKCS#1 ({@code RSA PRIVATE KEY}) or SEC 1 ({@code EC PRIVATE KEY}). The JDK reads
 * PKCS#8 only; the others are what PKCS#8 wraps.
 */
final class PemKey {

    private static final List<String> ALGORITHMS = List.of("RSA", "EC", "RSASSA-PSS", "EdDSA");

    private static final int SEQUENCE = 0x30;
    private static final int OCTET_STRING = 0x04;
    private static final int PARAMETERS = 0xa0;
    private static final byte[] VERSION = {2, 1, 0};
    private static final byte[] RSA = {6, 9, 0x2a, (byte) 0x86, 0x48, (byte) 0x86, (byte) 0xf7, 0x0d, 1, 1, 1, 5, 0};
    private static final byte[] EC = {6, 7, 0x2a, (byte) 0x86, 0x48, (byte) 0xce, 0x3d, 2, 1};

    private PemKey() {}

    /**
     * @throws IOException with a message for operators if the file holds no such key
     */
    static PrivateKey read(Path file) throws IOException {
        Optional<byte[]> curve = Optional.empty();
        for (Block block : Pem.read(file)) {
            switch (block.label()) {
                case "PRIVATE KEY" -> {
                    return key(block.content());
                }
                case "RSA PRIVATE KEY" -> {
                    return key(der(SEQUENCE, VERSION, der(SEQUENCE, RSA), der(OCTET_STRING, block.content())));
                }
                case "EC PRIVATE KEY" -> {
                    return key(fromSec1(block.content(), curve));
                }
                case "EC PARAMETERS" -> curve = Optional.of(block.content());
                default -> {}
            }
        }
        throw new IOException("there is no private key in it");
    }

    private static PrivateKey key(byte[] pkcs8) throws IOException {
        try {
            for (String algorithm : ALGORITHMS) {
                try {
                    return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
                } catch (InvalidKeySpecException e) {
                    // a key of another algorithm
                }
            }
        } catch (GeneralSecurityException e) {
            throw new IOException("its private key can't be read", e);
        } finally {
            Arrays.fill(pkcs8, (byte) 0);
        }
        throw new IOException("its private key can't be read");
    }

    private static byte[] fromSec1(byte[] key, Optional<byte[]> namedBefore) throws IOException {
        byte[] curve = curveOf(key)
                .or(() -> namedBefore)
                .orElseThrow(() -> new IOException("its private key doesn't say which curve it is for"));
        return der(SEQUENCE, VERSION, der(SEQUENCE, EC, curve), der(OCTET_STRING, key));
    }

    /** The parameters of {@code ECPrivateKey} (RFC 5915): version, key, {@code [0]} parameters, {@code [1]} public key. */
    private static Optional<byte[]> curveOf(byte[] key) throws IOException {
        try {
            ByteBuffer fields = element(ByteBuffer.wrap(key), SEQUENCE);
            while (fields.hasRemaining()) {
                int tag = fields.get(fields.position()) & 0xff;
                ByteBuffer content = element(fields, tag);
                if (tag == PARAMETERS) {
                    byte[] parameters = new byte[content.remaining()];
                    content.get(parameters);
                    return Optional.of(parameters);
                }
            }
            return Optional.empty();
        } catch (RuntimeException e) {
            throw new IOException("its private key can't be read", e);
        }
    }

    /** The content of the next element, which the buffer moves past. */
    private static ByteBuffer element(ByteBuffer der, int tag) {
        if ((der.get() & 0xff) != tag) {
            throw new IllegalArgumentException("not the tag " + tag);
        }
        int length = der.get() & 0xff;
        if (length >= 0x80) {
            int bytes = length & 0x7f;
            length = 0;
            for (int i = 0; i < bytes; i++) {
                length = (length << 8) | (der.get() & 0xff);
            }
        }
        ByteBuffer content = der.slice(der.position(), length);
        der.position(der.position() + length);
        return content;
    }

    private static byte[] der(int tag, byte[]... contents) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        Arrays.stream(contents).forEach(body::writeBytes);
        ByteArrayOutputStream element = new ByteArrayOutputStream();
        element.write(tag);
        int length = body.size();
        if (length < 0x80) {
            element.write(length);
        } else {
            byte[] digits = BigInteger.valueOf(length).toByteArray();
            int start = digits[0] == 0 ? 1 : 0;
            element.write(0x80 | (digits.length - start));
            element.write(digits, start, digits.length - start);
        }
        element.writeBytes(body.toByteArray());
        return element.toByteArray();
    }
}
