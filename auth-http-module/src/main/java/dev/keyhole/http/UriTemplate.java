package dev.keyhole.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.joining;

import dev.keyhole.http.Placeholders.Literal;
import dev.keyhole.http.Placeholders.Piece;
import dev.keyhole.http.Placeholders.Token;
import dev.keyhole.http.client.Characters;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.net.URIAuthority;

/**
 * Where permissions documents are: an absolute http or https URI with a place for the user name in its path or query.
 *
 * <p>A user name never changes which server is asked, nor does it leave the segment or the query parameter that the
 * template gives it.
 */
final class UriTemplate {

    private static final Map<String, String> TOKENS = Map.of("USER_NAME", "", "AMPS_USER_NAME", "");
    private static final String HEX = "0123456789ABCDEF";
    private static final String SCHEME = "[A-Za-z][A-Za-z0-9+.-]*";

    private final String text;
    private final URI service;
    private final HttpHost host;
    private final List<Piece<String>> path;
    private final List<Piece<String>> query;
    private final boolean namesInPath;

    private UriTemplate(String text, URI service, HttpHost host, List<Piece<String>> path, List<Piece<String>> query) {
        this.text = text;
        this.service = service;
        this.host = host;
        this.path = path;
        this.query = query;
        this.namesInPath = path.stream().anyMatch(Token.class::isInstance);
    }

    /**
     * @throws IllegalArgumentException with a message for operators if the text isn't such a template
     */
    static UriTemplate parse(String text) {
        int fragmentAt = indexOf(text, '#', 0);
        int queryAt = indexOf(text.substring(0, fragmentAt), '?', 0);
        int authorityAt = text.indexOf("://") + 3;
        if (authorityAt < 3 || authorityAt > queryAt) {
            throw new IllegalArgumentException("it has to begin with http:// or https://");
        }
        int pathAt = Math.min(indexOf(text, '/', authorityAt), queryAt);
        if (text.substring(0, pathAt).contains("{{")
                || text.substring(fragmentAt).contains("{{")) {
            throw new IllegalArgumentException(
                    "the user name may stand in the path and in the query only, or users could choose the server that"
                            + " gets their credentials");
        }
        if (!text.substring(0, authorityAt - 3).matches(SCHEME)) {
            throw new IllegalArgumentException("it has to begin with http:// or https://");
        }
        List<Piece<String>> path = pieces(text.substring(pathAt, queryAt));
        List<Piece<String>> query = pieces(text.substring(queryAt, fragmentAt));
        URI sample = uri(text.substring(0, pathAt) + expand(path, "x") + expand(query, "x"));
        if (Arrays.stream(sample.getRawPath().split("/", -1)).anyMatch(UriTemplate::isDots)) {
            throw new IllegalArgumentException("its path must have no segment '.' or '..'");
        }
        return new UriTemplate(text, uri(text.substring(0, pathAt) + "/"), host(sample), path, query);
    }

    private static int indexOf(String text, char c, int from) {
        int index = text.indexOf(c, from);
        return index < 0 ? text.length() : index;
    }

    private static URI uri(String text) {
        try {
            return new URI(text);
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException(e.getReason(), e);
        }
    }

    private static HttpHost host(URI uri) {
        String scheme = uri.getScheme().toLowerCase(Locale.ROOT);
        if (!scheme.equals("http") && !scheme.equals("https")) {
            throw new IllegalArgumentException("its scheme has to be http or https");
        }
        if (uri.getRawAuthority() == null) {
            throw new IllegalArgumentException("it has no host");
        }
        URIAuthority authority = authority(uri.getRawAuthority());
        if (authority.getUserInfo() != null) {
            throw new IllegalArgumentException("it must not hold a user name or password before the host");
        }
        int port = authority.getPort();
        if (port == 0) {
            throw new IllegalArgumentException("its host or port isn't valid");
        }
        int standard = scheme.equals("https") ? 443 : 80;
        return new HttpHost(scheme, authority.getHostName(), port < 0 ? standard : port);
    }

    private static URIAuthority authority(String text) {
        try {
            return URIAuthority.create(text);
        } catch (URISyntaxException | IllegalArgumentException e) {
            throw new IllegalArgumentException("its host or port isn't valid", e);
        }
    }

    HttpHost host() {
        return host;
    }

    /** Of scheme and authority, as they are written. */
    URI service() {
        return service;
    }

    boolean isTls() {
        return host.getSchemeName().equals("https");
    }

    /** Whether the server is on this machine, as far as its name says it. */
    boolean isHere() {
        String name = host.getHostName();
        return name.equalsIgnoreCase("localhost") || name.matches("127([.][0-9]+){3}") || name.equals("::1");
    }

    /** Path and query for a user, percent-encoded, as they go into the request line; or why there are none. */
    Expansion target(String userName) {
        if (Characters.hasControlOrLoneSurrogate(userName)) {
            return new Expansion.Refused("the user name holds a control character, or half of a character");
        }
        if (namesInPath && !fitsSegment(userName)) {
            return new Expansion.Refused("the user name would leave its segment of the path");
        }
        String encoded = encode(userName);
        String expandedPath = expand(path, encoded);
        // "." and ".." mean the same to a server when they are encoded, so there is no way to send them.
        if (mayMakeDots(userName) && Arrays.stream(expandedPath.split("/", -1)).anyMatch(UriTemplate::isDots)) {
            return new Expansion.Refused("the user name would make a segment '.' or '..' of the path");
        }
        return new Expansion.Text((expandedPath.isEmpty() ? "/" : expandedPath) + expand(query, encoded));
    }

    /**
     * Whether every server takes the encoded name for one segment. A slash is encoded, but there are servers that decode
     * it before they look for a file, then resolve dots and merge empty segments: with them {@code x/../y}, {@code /y}
     * and {@code y/} would all be the document of {@code y}.
     */
    private static boolean fitsSegment(String userName) {
        if (userName.indexOf('/') < 0 && userName.indexOf('\\') < 0) {
            return true;
        }
        String[] parts = userName.split("[/\\\\]", -1);
        return Arrays.stream(parts).noneMatch(part -> part.isEmpty() || part.equals(".") || part.equals(".."));
    }

    /** The template itself makes no such segment, and what isn't a dot stays what it is in one. */
    private boolean mayMakeDots(String userName) {
        return namesInPath && (userName.isEmpty() || userName.indexOf('.') >= 0);
    }

    private static boolean isDots(String segment) {
        String decoded = segment.replace("%2e", ".").replace("%2E", ".");
        return decoded.equals(".") || decoded.equals("..");
    }

    /** A template's pieces, with literals as they go into the request line. */
    private static List<Piece<String>> pieces(String template) {
        return Placeholders.split(template, TOKENS).stream()
                .map(piece -> piece instanceof Literal<String> literal
                        ? new Literal<String>(literal.text()
                                .codePoints()
                                .mapToObj(c -> c < 0x80 ? Character.toString(c) : encode(Character.toString(c)))
                                .collect(joining()))
                        : piece)
                .toList();
    }

    private static String expand(List<Piece<String>> pieces, String value) {
        StringBuilder result = new StringBuilder();
        for (Piece<String> piece : pieces) {
            result.append(piece instanceof Literal<String> literal ? literal.text() : value);
        }
        return result.toString();
    }

    /** Percent-encodes every byte but those of unreserved characters (RFC 3986, section 2.3). */
    private static String encode(String value) {
        if (isUnreserved(value)) {
            return value;
        }
        StringBuilder result = new StringBuilder();
        for (byte b : value.getBytes(UTF_8)) {
            if (isUnreserved(b)) {
                result.append((char) b);
            } else {
                result.append('%').append(HEX.charAt((b >> 4) & 15)).append(HEX.charAt(b & 15));
            }
        }
        return result.toString();
    }

    private static boolean isUnreserved(String value) {
        for (int i = 0; i < value.length(); i++) {
            if (!isUnreserved(value.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    private static boolean isUnreserved(int c) {
        return Characters.isAsciiLetterOrDigit(c) || c == '-' || c == '.' || c == '_' || c == '~';
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof UriTemplate template && text.equals(template.text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    /** The literal text of the option. */
    @Override
    public String toString() {
        return text;
    }
}
