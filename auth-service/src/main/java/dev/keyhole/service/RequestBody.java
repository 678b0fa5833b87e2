package dev.keyhole.service;

import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/** Reads what comes with a request, within limits. */
public final class RequestBody {

    /** For all but documents: credentials, and a handful of short fields. */
    public static final int SMALL = 64 * 1024;

    private RequestBody() {}

    /**
     * The body, whole; empty if there is none.
     *
     * @throws HttpResponseException 413 if it is longer than allowed, 400 if it ends too early
     */
    public static byte[] read(Context context, int maxBytes) {
        if (context.req().getContentLengthLong() > maxBytes) {
            throw tooLarge(context);
        }
        try (InputStream in = context.req().getInputStream()) {
            byte[] body = in.readNBytes(maxBytes + 1);
            if (body.length > maxBytes) {
                Arrays.fill(body, (byte) 0);
                throw tooLarge(context);
            }
            return body;
        } catch (IOException e) {
            context.header("Connection", "close");
            throw new HttpResponseException(400, "");
        }
    }

    /** Refuses a request with a body where none is expected. */
    static void refuse(Context context) {
        if (context.req().getContentLengthLong() > 0 || context.req().getHeader("Transfer-Encoding") != null) {
            throw tooLarge(context);
        }
    }

    private static HttpResponseException tooLarge(Context context) {
        context.header("Connection", "close");
        return new HttpResponseException(413, "");
    }
}
