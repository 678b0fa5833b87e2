package dev.keyhole.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.apache.hc.core5.http.Header;

/**
 * Tells whether two logons show the same credentials, without keeping them: by a hash with a key that nobody knows and
 * that ends with the process. Thread-safe.
 */
final class LogonKeys {

    private static final String ALGORITHM = "HmacSHA256";

    private final SecretKeySpec key;

    LogonKeys(SecureRandom random) {
        byte[] bytes = new byte[32];
        random.nextBytes(bytes);
        key = new SecretKeySpec(bytes, ALGORITHM);
        Arrays.fill(bytes, (byte) 0);
    }

    /** Equal for logons that ask the same of the same service with the same user name, password and headers. */
    String of(WebRequest request, Credentials credentials) {
        Mac mac = newMac();
        add(mac, request.uri().toString().getBytes(UTF_8));
        add(mac, credentials.userName().getBytes(UTF_8));
        for (Header header : request.headers()) {
            add(mac, header.getName().getBytes(UTF_8));
            add(mac, header.getValue().getBytes(UTF_8));
        }
        byte[] password = credentials.password();
        mac.update(password);
        Arrays.fill(password, (byte) 0);
        return HexFormat.of().formatHex(mac.doFinal());
    }

    /** With its length, so that what ends one part can't begin the next. */
    private static void add(Mac mac, byte[] part) {
        mac.update(ByteBuffer.allocate(4).putInt(part.length).flip());
        mac.update(part);
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
}
