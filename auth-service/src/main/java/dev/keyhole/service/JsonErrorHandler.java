package dev.keyhole.service;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.util.Locale;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;

/** What Jetty refuses by itself is answered like everything else, and says nothing of how the service is built. */
final class JsonErrorHandler extends ErrorHandler {

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        response.write(true, body(response.getStatus(), response.getHeaders()), callback);
        return true;
    }

    private static ByteBuffer body(int status, HttpFields.Mutable headers) {
        headers.put(HttpHeader.CONTENT_TYPE, "application/json");
        headers.put(HttpHeader.CACHE_CONTROL, "no-store");
        headers.put(new HttpField("X-Content-Type-Options", "nosniff"));
        return UTF_8.encode(
                Answers.bodyForAll(status, HttpStatus.getMessage(status).toLowerCase(Locale.ROOT)));
    }
}
