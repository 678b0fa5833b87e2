package dev.keyhole.exec;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.keyhole.spi.Secret;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/** Reads when a JSON Web Token (RFC 7519) ends. Verifies nothing: the remote side does. */
final class JwtExpiry {

    private static final JsonFactory JSON = new JsonFactory();
    private static final int PARTS = 3;

    private JwtExpiry() {}

    /** The {@code exp} claim; empty if the secret is no such token, or has none. */
    static Optional<Instant> of(Secret secret) {
        byte[] bytes = secret.toBytes();
        String[] parts = new String(bytes, US_ASCII).split("\\.", -1);
        Arrays.fill(bytes, (byte) 0);
        if (parts.length != PARTS) {
            return Optional.empty();
        }
        try {
            return expiry(Base64.getUrlDecoder().decode(parts[1]));
        } catch (IllegalArgumentException | JacksonException | DateTimeException e) {
            return Optional.empty();
        }
    }

    private static Optional<Instant> expiry(byte[] claims) {
        try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), claims)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return Optional.empty();
            }
            while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
                boolean wanted = parser.currentName().equals("exp");
                JsonToken value = parser.nextToken();
                if (wanted && value.isNumeric()) {
                    return Optional.of(Instant.ofEpochSecond((long) parser.getDoubleValue()));
                }
                parser.skipChildren();
            }
            return Optional.empty();
        }
    }
}
