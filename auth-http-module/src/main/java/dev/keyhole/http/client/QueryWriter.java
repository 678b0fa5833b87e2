package dev.keyhole.http.client;

import java.io.IOException;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.impl.io.HttpRequestExecutor;
import org.apache.hc.core5.http.io.HttpClientConnection;
import org.apache.hc.core5.http.io.HttpResponseInformationCallback;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.jspecify.annotations.Nullable;

/**
 * Adds the query of a {@link Payload} to a request at the last moment. HttpClient writes the target of every request to the
 * log once its level is {@code DEBUG}, and such a query may hold a password.
 */
final class QueryWriter extends HttpRequestExecutor {

    private static final String ATTRIBUTE = QueryWriter.class.getName();

    /** Has the query added to the request that is executed with this context. */
    static void add(Payload payload, HttpContext context) {
        if (!payload.query().isEmpty()) {
            context.setAttribute(ATTRIBUTE, payload.query());
        }
    }

    @Override
    public ClassicHttpResponse execute(
            ClassicHttpRequest request,
            HttpClientConnection connection,
            @Nullable HttpResponseInformationCallback informationCallback,
            HttpContext context)
            throws IOException, HttpException {
        Object query = context.removeAttribute(ATTRIBUTE);
        if (query != null) {
            String path = request.getPath();
            request.setPath(path + (path.indexOf('?') < 0 ? '?' : '&') + query);
        }
        return super.execute(request, connection, informationCallback, context);
    }
}
