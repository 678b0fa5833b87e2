package dev.keyhole.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.keyhole.http.client.KeyedHash;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.hc.core5.http.Header;

/** Tells whether two logons show the same credentials, without keeping them. Thread-safe. */
final class LogonKeys {

    private final KeyedHash hash;

    LogonKeys(SecureRandom random) {
        hash = new KeyedHash(random);
    }

    /** Equal for logons that ask the same of the same service with the same user name, password and headers. */
    String of(UriTemplate service, List<Header> headers, Credentials credentials) {
        List<byte[]> parts = new ArrayList<>();
        parts.add(service.toString().getBytes(UTF_8));
        parts.add(credentials.userName().getBytes(UTF_8));
        for (Header header : headers) {
            parts.add(header.getName().getBytes(UTF_8));
            parts.add(header.getValue().getBytes(UTF_8));
        }
        byte[] password = credentials.password();
        parts.add(password);
        String key = hash.of(parts);
        Arrays.fill(password, (byte) 0);
        return key;
    }
}
