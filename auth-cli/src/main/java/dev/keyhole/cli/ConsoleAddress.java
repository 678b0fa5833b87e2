package dev.keyhole.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.Optional;

/**
 * Where a broker is managed, and as whom.
 *
 * @param agent what takes requests there
 * @param user the broker's, and not one of Keyhole's
 */
record ConsoleAddress(URI agent, String user) {

    private static final int USUAL_PORT = 8161;
    private static final String USUAL_PATH = "/console/jolokia/";

    /**
     * @param text {@code [https://]USER@HOST[:PORT][/PATH]}
     * @throws UsageException with what is wrong
     */
    static ConsoleAddress parse(String text) {
        URI uri;
        try {
            uri = new URI(text.contains("://") ? text : "http://" + text);
        } catch (URISyntaxException e) {
            throw new UsageException("the server's address can't be read: " + e.getReason(), e);
        }
        String scheme = Optional.ofNullable(uri.getScheme()).orElse("").toLowerCase(Locale.ROOT);
        if (!scheme.equals("http") && !scheme.equals("https")) {
            throw new UsageException("the server's address begins with http:// or https://, or with neither");
        }
        if (uri.getHost() == null || uri.getRawQuery() != null || uri.getRawFragment() != null) {
            throw new UsageException("the server's address is [https://]USER@HOST[:PORT][/PATH]");
        }
        String who = Optional.ofNullable(uri.getRawUserInfo()).orElse("");
        if (who.contains(":")) {
            throw new UsageException(
                    "a password in the server's address can be seen by others; give --password-file, or"
                            + " the variable " + PasswordOptions.VARIABLE);
        }
        if (who.isEmpty()) {
            throw new UsageException("the server's address says as whom the broker is managed: admin@" + uri.getHost());
        }
        // A plus stays one: it means a blank in forms only.
        String user = URLDecoder.decode(who.replace("+", "%2B"), UTF_8);
        if (user.contains(":")) {
            throw new UsageException("a user of the console has no ':' in the name");
        }
        int port = uri.getPort() < 0 ? USUAL_PORT : uri.getPort();
        return new ConsoleAddress(
                URI.create(scheme + "://" + uri.getHost() + ":" + port + path(uri.getRawPath())), user);
    }

    private static String path(String given) {
        if (given.isEmpty() || given.equals("/")) {
            return USUAL_PATH;
        }
        return given.endsWith("/") ? given : given + "/";
    }

    boolean isEncrypted() {
        return agent.getScheme().equals("https");
    }

    /** Whether what is sent there stays on this machine. */
    boolean isLocal() {
        try {
            return InetAddress.getByName(agent.getHost()).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }

    /** What a page of the console itself would name as its origin. */
    String origin() {
        return agent.getScheme() + "://" + agent.getRawAuthority();
    }

    @Override
    public String toString() {
        return origin();
    }
}
