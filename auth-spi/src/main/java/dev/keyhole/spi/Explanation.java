package dev.keyhole.spi;

import static java.util.Objects.requireNonNull;

/**
 * Why a module decided as it did. For operators, never for clients; no secret in it.
 *
 * @param rule the rule that decided, as a JSON Pointer (RFC 6901) into the user's document where there is one; else
 *     empty
 * @param pattern the literal or pattern of that rule; empty if there is none
 * @param detail in words
 */
public record Explanation(String rule, String pattern, String detail) {
    public Explanation {
        requireNonNull(rule);
        requireNonNull(pattern);
        requireNonNull(detail);
    }

    public static Explanation of(String detail) {
        return new Explanation("", "", detail);
    }
}
