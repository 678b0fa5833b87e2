package dev.keyhole.http.client;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apache.hc.client5.http.auth.AuthScheme;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpHost;

/**
 * One request.
 *
 * @param host where it goes
 * @param service a URI of the service, of which scheme and authority count, as they are written
 * @param target what is asked for: path and query, percent-encoded
 * @param payload what it carries
 * @param headers sent in this order
 * @param authentication what makes the {@code Authorization} header, for this request only; empty for none
 * @param timeout from the start to the last byte of the answer
 * @param maxSize most bytes of a body
 */
public record WebRequest(
        HttpHost host,
        URI service,
        String target,
        Payload payload,
        List<Header> headers,
        Optional<AuthScheme> authentication,
        Duration timeout,
        long maxSize) {

    public WebRequest {
        headers = List.copyOf(headers);
    }

    /**
     * @param uri what is asked for, percent-encoded
     */
    public WebRequest(
            HttpHost host,
            URI uri,
            Payload payload,
            List<Header> headers,
            Optional<AuthScheme> authentication,
            Duration timeout,
            long maxSize) {
        this(host, uri, target(uri), payload, headers, authentication, timeout, maxSize);
    }

    private static String target(URI uri) {
        String path = uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
        return uri.getRawQuery() == null ? path : path + "?" + uri.getRawQuery();
    }

    public boolean isTls() {
        return host.getSchemeName().equals("https");
    }

    public WebRequest with(AuthScheme scheme) {
        return new WebRequest(host, service, target, payload, headers, Optional.of(scheme), timeout, maxSize);
    }

    /** The same request with less time. */
    WebRequest within(Duration left) {
        return new WebRequest(host, service, target, payload, headers, authentication, left, maxSize);
    }

    /** Headers, URI and payload may hold secrets and names. */
    @Override
    public String toString() {
        return "WebRequest[" + host + "]";
    }
}
