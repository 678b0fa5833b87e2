package dev.keyhole.service;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Reads the parameters of credentials (RFC 9110, section 11.4): {@code name=token, name="text"}. Used once, by one thread. */
final class AuthParameters {

    private static final String SEPARATORS = "()<>@,;:\\\"/[]?={} \t";

    private final String text;
    private int at;

    private AuthParameters(String text) {
        this.text = text;
    }

    /** The values by their names in lower case. Empty if anything isn't proper, or a name is there twice. */
    static Optional<Map<String, String>> parse(String text) {
        return new AuthParameters(text).parse();
    }

    private Optional<Map<String, String>> parse() {
        Map<String, String> parameters = new HashMap<>();
        skip(" \t,");
        while (at < text.length()) {
            String name = token().toLowerCase(Locale.ROOT);
            skip(" \t");
            if (name.isEmpty() || at == text.length() || text.charAt(at++) != '=') {
                return Optional.empty();
            }
            skip(" \t");
            boolean quoted = at < text.length() && text.charAt(at) == '"';
            Optional<String> value = quoted ? quoted() : Optional.of(token()).filter(token -> !token.isEmpty());
            skip(" \t");
            boolean ended = at == text.length() || text.charAt(at) == ',';
            if (value.isEmpty() || !ended || parameters.put(name, value.get()) != null) {
                return Optional.empty();
            }
            skip(" \t,");
        }
        return Optional.of(parameters);
    }

    private void skip(String characters) {
        while (at < text.length() && characters.indexOf(text.charAt(at)) >= 0) {
            at++;
        }
    }

    private String token() {
        int start = at;
        while (at < text.length() && isTokenCharacter(text.charAt(at))) {
            at++;
        }
        return text.substring(start, at);
    }

    private static boolean isTokenCharacter(char c) {
        return c > ' ' && c < 127 && SEPARATORS.indexOf(c) < 0;
    }

    private Optional<String> quoted() {
        StringBuilder value = new StringBuilder();
        for (at++; at < text.length(); at++) {
            char c = text.charAt(at);
            if (c == '"') {
                at++;
                return Optional.of(value.toString());
            }
            if (c == '\\' && ++at == text.length()) {
                return Optional.empty();
            }
            value.append(text.charAt(at));
        }
        return Optional.empty();
    }
}
