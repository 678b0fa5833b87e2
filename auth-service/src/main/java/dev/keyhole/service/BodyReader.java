package dev.keyhole.service;

import java.util.Set;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.EagerContentHandler;
import org.eclipse.jetty.server.handler.MinimumDataRateHandler;
import org.eclipse.jetty.util.Callback;

/**
 * Reads a body before anything else sees the request, without a thread waiting for it, so that slow clients take none;
 * the slowest are cut off. Where no body is expected none is read, and whoever serves the request refuses it.
 */
final class BodyReader extends Handler.Wrapper {

    /** A client that sends its body more slowly is cut off. */
    private static final int MIN_BYTES_PER_SECOND = 100;

    /** What Jetty may keep for each part of a body besides the part. */
    private static final int FRAMING_BYTES = 16;

    private static final Set<String> WITHOUT_BODY = Set.of("/permissions/", "/health", "/metrics");

    private final Handler.Singleton last;

    private BodyReader(Handler reader, Handler.Singleton last) {
        super(reader);
        this.last = last;
    }

    /** @param maxBytes longer bodies are answered with 413 */
    static BodyReader upTo(int maxBytes) {
        EagerContentHandler whole = new EagerContentHandler(
                new EagerContentHandler.RetainedContentLoaderFactory(maxBytes, FRAMING_BYTES, true));
        MinimumDataRateHandler rate = new MinimumDataRateHandler(MIN_BYTES_PER_SECOND, 0);
        rate.setHandler(whole);
        return new BodyReader(rate, whole);
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        boolean reads = HttpMethod.GET.is(request.getMethod()) || HttpMethod.HEAD.is(request.getMethod());
        String path = String.valueOf(request.getHttpURI().getPath());
        if (reads && WITHOUT_BODY.stream().anyMatch(path::startsWith)) {
            Handler inner = last.getHandler();
            return inner != null && inner.handle(request, response, callback);
        }
        return super.handle(request, response, callback);
    }
}
