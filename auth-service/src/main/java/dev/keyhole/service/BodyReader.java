package dev.keyhole.service;

import java.util.Set;
import java.util.concurrent.Semaphore;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.EagerContentHandler;
import org.eclipse.jetty.server.handler.EagerContentHandler.ContentLoader;
import org.eclipse.jetty.server.handler.EagerContentHandler.RetainedContentLoaderFactory;
import org.eclipse.jetty.server.handler.MinimumDataRateHandler;
import org.eclipse.jetty.util.Callback;

/**
 * Reads a body before anything else sees the request, without a thread waiting for it, so that slow clients take none;
 * the slowest are cut off. Where no body is expected none is read, and whoever serves the request refuses it. Nobody has
 * shown who they are yet, so only documents may be large, and only some of them are kept at one time.
 */
final class BodyReader extends Handler.Wrapper {

    /** A client that sends its body more slowly is cut off. */
    private static final int MIN_BYTES_PER_SECOND = 100;

    /** What Jetty may keep for each part of a body besides the part. */
    private static final int FRAMING_BYTES = 16;

    private static final Set<String> WITHOUT_BODY = Set.of("/permissions/", "/health", "/metrics");

    /** Of a body that isn't a document, which comes in parts. */
    private static final int USUAL_BYTES = 2 * RequestBody.SMALL;

    /** Large bodies that are kept at one time. */
    private static final int LARGE_ONES = 16;

    private final Handler.Singleton last;
    private final Semaphore large = new Semaphore(LARGE_ONES);

    private BodyReader(Handler reader, Handler.Singleton last) {
        super(reader);
        this.last = last;
    }

    /** @param maxDocumentBytes a document that takes more is answered with 413 */
    static BodyReader upTo(int maxDocumentBytes) {
        RetainedContentLoaderFactory documents =
                new RetainedContentLoaderFactory(maxDocumentBytes, FRAMING_BYTES, true);
        EagerContentHandler whole =
                new EagerContentHandler(new RetainedContentLoaderFactory(USUAL_BYTES, FRAMING_BYTES, true) {
                    @Override
                    public ContentLoader newContentLoader(
                            String contentType,
                            String mimeType,
                            Handler handler,
                            Request request,
                            Response response,
                            Callback callback) {
                        return mayBeDocument(request)
                                ? documents.newContentLoader(
                                        contentType, mimeType, handler, request, response, callback)
                                : super.newContentLoader(contentType, mimeType, handler, request, response, callback);
                    }
                });
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
        if (mayBeLarge(request)) {
            if (!large.tryAcquire()) {
                response.getHeaders().put(HttpHeader.RETRY_AFTER, "1");
                Response.writeError(request, response, callback, 503);
                return true;
            }
            Request.addCompletionListener(request, failure -> large.release());
        }
        return super.handle(request, response, callback);
    }

    private static boolean mayBeDocument(Request request) {
        return HttpMethod.PUT.is(request.getMethod())
                && String.valueOf(request.getHttpURI().getPath()).startsWith(Administrator.ROOT + "/");
    }

    /** A length that isn't known may be any. */
    private static boolean mayBeLarge(Request request) {
        return mayBeDocument(request) && (request.getLength() < 0 || request.getLength() > RequestBody.SMALL);
    }
}
