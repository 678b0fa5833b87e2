package dev.keyhole.service;

import java.util.concurrent.Semaphore;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** Refuses requests while too many others are being answered. */
final class ConcurrencyLimit extends Handler.Wrapper {

    private final Semaphore free;

    ConcurrencyLimit(int maxRequests) {
        this.free = new Semaphore(maxRequests);
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        if (!free.tryAcquire()) {
            response.getHeaders().put(HttpHeader.RETRY_AFTER, "1");
            Response.writeError(request, response, callback, 503);
            return true;
        }
        Request.addCompletionListener(request, failure -> free.release());
        return super.handle(request, response, callback);
    }
}
