package dev.keyhole.http.client;

import java.util.Arrays;
import java.util.Optional;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;

/** What a request carries, and by which method. May hold a secret: never shows it, and wipes what can be wiped. */
public final class Payload implements AutoCloseable {

    private static final Payload NONE = new Payload("GET", "", Optional.empty(), new byte[0]);

    private final String method;
    private final String query;
    private final Optional<ContentType> type;
    private final byte[] body;

    private Payload(String method, String query, Optional<ContentType> type, byte[] body) {
        this.method = method;
        this.query = query;
        this.type = type;
        this.body = body;
    }

    /** A {@code GET} that carries nothing. */
    public static Payload none() {
        return NONE;
    }

    /**
     * A {@code GET} with a query that no log sees: it is added when the request is written.
     *
     * @param query percent-encoded, not empty
     */
    public static Payload inQuery(String query) {
        return new Payload("GET", query, Optional.empty(), new byte[0]);
    }

    /**
     * @param body isn't copied, and is wiped by {@link #close()}
     */
    public static Payload inBody(String method, ContentType type, byte[] body) {
        return new Payload(method, "", Optional.of(type), body);
    }

    String method() {
        return method;
    }

    /** Empty if there is none. */
    String query() {
        return query;
    }

    Optional<HttpEntity> entity() {
        return type.map(contentType -> new ByteArrayEntity(body, contentType));
    }

    /** Idempotent. */
    @Override
    public void close() {
        Arrays.fill(body, (byte) 0);
    }

    @Override
    public String toString() {
        return "Payload[" + method + "]";
    }
}
