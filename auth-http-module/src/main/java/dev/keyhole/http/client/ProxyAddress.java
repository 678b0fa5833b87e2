package dev.keyhole.http.client;

import java.net.URI;
import java.net.URISyntaxException;
import org.apache.hc.core5.http.HttpHost;

/** Reads the address of a proxy. */
public final class ProxyAddress {

    private static final int STANDARD_PORT = 3128;

    private ProxyAddress() {}

    /**
     * @param text {@code http://host:port} or {@code host:port}
     * @throws IllegalArgumentException with a message for operators if it is something else
     */
    public static HttpHost parse(String text) {
        URI uri;
        try {
            uri = new URI(text.contains("://") ? text : "http://" + text);
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException(e.getReason(), e);
        }
        if (!"http".equalsIgnoreCase(uri.getScheme())) {
            throw new IllegalArgumentException("its scheme has to be http");
        }
        if (uri.getUserInfo() != null) {
            throw new IllegalArgumentException("a proxy that wants a password can't be used");
        }
        if (uri.getHost() == null
                || !(uri.getRawPath().isEmpty() || uri.getRawPath().equals("/"))
                || uri.getRawQuery() != null) {
            throw new IllegalArgumentException("it has to be a host and a port, and nothing else");
        }
        if (uri.getPort() == 0 || uri.getPort() > 0xffff) {
            throw new IllegalArgumentException("its port isn't valid");
        }
        return new HttpHost("http", uri.getHost(), uri.getPort() < 0 ? STANDARD_PORT : uri.getPort());
    }
}
