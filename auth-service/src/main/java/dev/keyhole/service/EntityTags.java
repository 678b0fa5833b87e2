package dev.keyhole.service;

import java.util.List;

/** {@code If-None-Match} of RFC 9110. */
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
}
