package dev.keyhole.service;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;

/** {@code ETag} and {@code If-None-Match} of RFC 9110. */
final class EntityTags {

    private EntityTags() {}

    /**
     * Whether one of the header's lists names the tag, or any tag.
     *
     * @param tag quotes included; has neither comma nor space in it
     */
    static boolean anyMatches(List<String> headers, String tag) {
        return headers.stream()
                .flatMap(header -> List.of(header.split(",")).stream())
                .map(String::strip)
                .map(known -> known.startsWith("W/") ? known.substring(2) : known)
                .anyMatch(known -> known.equals(tag) || known.equals("*"));
    }

    /** A digest of a content, in Base64url. */
    static String digest(byte[] content) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(content);
            return new String(Base64.getUrlEncoder().withoutPadding().encode(digest), US_ASCII);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has SHA-256", e);
        }
    }
}
