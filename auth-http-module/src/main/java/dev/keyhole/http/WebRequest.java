package dev.keyhole.http;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apache.hc.client5.http.auth.AuthScheme;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpHost;

/**
 * One {@code GET}.
 *
 * @param host where it goes
 * @param uri what is asked for, percent-encoded
 * @param headers sent in this order
 * @param authentication what makes the {@code Authorization} header, for this request only; empty for none
 * @param timeout from the start to the last byte of the answer
 * @param maxSize most bytes of a body
 */
record WebRequest(
        HttpHost host,
        URI uri,
        List<Header> headers,
        Optional<AuthScheme> authentication,
        Duration timeout,
        long maxSize) {

    WebRequest {
        headers = List.copyOf(headers);
    }

    boolean isTls() {
        return host.getSchemeName().equals("https");
    }

    WebRequest with(AuthScheme scheme) {
        return new WebRequest(host, uri, headers, Optional.of(scheme), timeout, maxSize);
    }

    /** Headers and URI may hold secrets and names. */
    @Override
    public String toString() {
        return "WebRequest[" + host + "]";
    }
}
