package dev.keyhole.service;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.keyhole.spi.Secret;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.Base64;
import java.util.Optional;

/** User name and password of an {@code Authorization} header with the Basic scheme (RFC 7617, UTF-8). */
record BasicCredentials(String user, Secret password) {

    private static final String SCHEME = "Basic ";

    /** Empty if the header holds anything else, or a name or password that RFC 7617 doesn't allow. */
    static Optional<BasicCredentials> parse(String header) {
        if (!header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            return Optional.empty();
        }
        try {
            byte[] decoded =
                    Base64.getDecoder().decode(header.substring(SCHEME.length()).strip());
            String text = UTF_8.newDecoder().decode(ByteBuffer.wrap(decoded)).toString();
            int colon = text.indexOf(':');
            if (colon < 1 || text.chars().anyMatch(Character::isISOControl)) {
                return Optional.empty();
            }
            return Optional.of(new BasicCredentials(text.substring(0, colon), Secret.of(text.substring(colon + 1))));
        } catch (IllegalArgumentException | CharacterCodingException e) {
            return Optional.empty();
        }
    }
}
