package dev.keyhole.http;

import dev.keyhole.http.Placeholders.Literal;
import dev.keyhole.http.Placeholders.Piece;
import dev.keyhole.http.Placeholders.Token;
import dev.keyhole.http.client.Characters;
import dev.keyhole.spi.ConnectionInfo;
import dev.keyhole.spi.LogonRequest;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * A header to send with each request, with places for what is known of the logon.
 *
 * @param name name of the header
 * @param value what its value is made of
 */
record HeaderTemplate(String name, List<Piece<LogonToken>> value) {

    /** Headers that say how the request itself is framed, sent or answered; the client sets them. */
    private static final Set<String> RESERVED = Set.of(
            "accept-encoding",
            "connection",
            "content-encoding",
            "content-length",
            "expect",
            "host",
            "keep-alive",
            "te",
            "trailer",
            "transfer-encoding",
            "upgrade");

    HeaderTemplate {
        value = List.copyOf(value);
    }

    /**
     * @param text {@code Name: value}
     * @throws IllegalArgumentException with a message for operators if the text isn't such a template
     */
    static HeaderTemplate parse(String text) {
        int colon = text.indexOf(':');
        if (colon < 0) {
            throw new IllegalArgumentException("it has no ':'");
        }
        String name = text.substring(0, colon).strip();
        String value = text.substring(colon + 1).strip();
        if (!Characters.isToken(name)) {
            throw new IllegalArgumentException("what stands before the ':' can't be the name of a header");
        }
        if (RESERVED.contains(name.toLowerCase(Locale.ROOT))) {
            throw new IllegalArgumentException("'" + name + "' is set by the module itself");
        }
        if (Characters.hasControlOrLoneSurrogate(value)) {
            throw new IllegalArgumentException("its value holds a control character");
        }
        HeaderTemplate template = new HeaderTemplate(name, Placeholders.split(value, LogonToken.BY_NAME));
        if (template.isAuthorization() && !template.carriesPassword()) {
            throw new IllegalArgumentException(
                    "'Authorization' without {{AMPS_PASSWORD}} would let every user in with any password");
        }
        return template;
    }

    /** Whether the service sees the logon's password in this header. */
    boolean carriesPassword() {
        return value.contains(new Token<>(LogonToken.PASSWORD));
    }

    /** Whether this header takes the place of HTTP authentication. */
    boolean isAuthorization() {
        return name.equalsIgnoreCase("Authorization");
    }

    /** The header's value for a logon, or why it can't be sent. */
    Expansion expand(ConnectionInfo connection, LogonRequest request) {
        StringBuilder result = new StringBuilder();
        for (Piece<LogonToken> piece : value) {
            if (piece instanceof Literal<LogonToken> literal) {
                result.append(literal.text());
            } else if (piece instanceof Token<LogonToken> token) {
                String text = token.value().valueOf(connection, request);
                if (Characters.hasControlOrLoneSurrogate(text)) {
                    return new Expansion.Refused(token.value() + " holds a control character and can't go into the"
                            + " header '" + name + "'");
                }
                // A server strips white space round a value: "bob " would be "bob" to it.
                if (!text.equals(text.strip())) {
                    return new Expansion.Refused(token.value()
                            + " begins or ends with white space and can't go into the header '" + name + "'");
                }
                result.append(text);
            }
        }
        return new Expansion.Text(result.toString().strip());
    }
}
