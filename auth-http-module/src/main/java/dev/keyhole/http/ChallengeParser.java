package dev.keyhole.http;

import dev.keyhole.http.client.Characters;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Reads one {@code WWW-Authenticate} header (RFC 9110, section 11.6.1), or one {@code Authentication-Info}. From the first
 * thing that isn't proper on, nothing is taken. (HttpClient's own parser loses what comes after a scheme that stands
 * alone, as {@code Negotiate} does.) Not thread-safe.
 */
final class ChallengeParser {

    private final String text;
    private int at;

    private ChallengeParser(String text) {
        this.text = text;
    }

    /**
     * One challenge as it stands there.
     *
     * @param scheme in lower case
     * @param parameters by their names in lower case; empty if there are none, or if one is there twice, which could mean
     *     one thing to us and another to the service
     */
    record Offer(String scheme, Map<String, String> parameters) {}

    static List<Offer> offers(String header) {
        return new ChallengeParser(header).offers();
    }

    /** The parameters of a header that has no scheme. */
    static Map<String, String> parameters(String header) {
        ChallengeParser parser = new ChallengeParser(header);
        parser.skipCommas();
        return parser.parameters().orElse(Map.of());
    }

    private List<Offer> offers() {
        List<Offer> offers = new ArrayList<>();
        skipCommas();
        while (at < text.length()) {
            String scheme = token().toLowerCase(Locale.ROOT);
            if (scheme.isEmpty()) {
                break;
            }
            boolean spaced = skipSpace();
            Optional<Map<String, String>> parameters =
                    atEndOfElement() || (spaced && skipToken68()) ? Optional.of(Map.of()) : parameters();
            offers.add(new Offer(scheme, parameters.orElse(Map.of())));
            if (parameters.isEmpty()) {
                break;
            }
            skipCommas();
        }
        return offers;
    }

    /** Empty if they aren't proper; then the rest of the header isn't either. */
    private Optional<Map<String, String>> parameters() {
        Map<String, String> parameters = new HashMap<>();
        boolean unique = true;
        while (isAtParameter()) {
            String name = token().toLowerCase(Locale.ROOT);
            skipSpace();
            at++;
            skipSpace();
            Optional<String> value = at < text.length() && text.charAt(at) == '"' ? quoted() : Optional.of(token());
            skipSpace();
            if (value.isEmpty() || !atEndOfElement()) {
                return Optional.empty();
            }
            unique &= parameters.put(name, value.get()) == null;
            skipCommas();
        }
        if (parameters.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(unique ? parameters : Map.of());
    }

    /** Whether a token and an equals sign come next. */
    private boolean isAtParameter() {
        int start = at;
        boolean named = !token().isEmpty();
        skipSpace();
        boolean found = named && at < text.length() && text.charAt(at) == '=';
        at = start;
        return found;
    }

    private String token() {
        int start = at;
        while (at < text.length() && Characters.isTokenCharacter(text.charAt(at))) {
            at++;
        }
        return text.substring(start, at);
    }

    /** Skips what {@code Negotiate} and the like have instead of parameters, if it comes next. */
    private boolean skipToken68() {
        int start = at;
        while (at < text.length()
                && (Characters.isAsciiLetterOrDigit(text.charAt(at)) || "-._~+/".indexOf(text.charAt(at)) >= 0)) {
            at++;
        }
        while (at > start && at < text.length() && text.charAt(at) == '=') {
            at++;
        }
        skipSpace();
        if (at > start && atEndOfElement()) {
            return true;
        }
        at = start;
        return false;
    }

    private Optional<String> quoted() {
        StringBuilder value = new StringBuilder();
        at++;
        while (at < text.length()) {
            char c = text.charAt(at++);
            if (c == '"') {
                return Optional.of(value.toString());
            }
            if (c == '\\' && at < text.length()) {
                c = text.charAt(at++);
            }
            value.append(c);
        }
        return Optional.empty();
    }

    private boolean atEndOfElement() {
        return at == text.length() || text.charAt(at) == ',';
    }

    private boolean skipSpace() {
        int start = at;
        while (at < text.length() && (text.charAt(at) == ' ' || text.charAt(at) == '\t')) {
            at++;
        }
        return at > start;
    }

    private void skipCommas() {
        skipSpace();
        while (at < text.length() && text.charAt(at) == ',') {
            at++;
            skipSpace();
        }
    }
}
