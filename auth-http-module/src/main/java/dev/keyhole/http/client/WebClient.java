package dev.keyhole.http.client;

import dev.keyhole.spi.HostServices;
import dev.keyhole.spi.ModuleUnavailableException;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Future;
import org.apache.hc.client5.http.ClientProtocolException;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.EndpointDetails;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.MessageConstraintException;

/**
 * Does one request at a time for each caller, within its limits of time and size. Thread-safe. Every request has a
 * context of its own, so that no cookie and no authentication of one gets into another.
 *
 * <p>The sockets are {@linkplain ConnectionPool interruptible}, and a request that is out of time is cancelled from
 * outside; so both an interrupt and the time-out end a call at once, wherever it stands.
 */
public final class WebClient implements RequestSender {

    /** Most bytes to read of a body that nobody wants, so that its connection can be used again. */
    private static final int MAX_DRAINED = 16 << 10;

    private final CloseableHttpClient client;
    private final HostServices host;
    private final String wanted;

    /**
     * @param wanted what messages call that which is asked for
     */
    WebClient(CloseableHttpClient client, HostServices host, String wanted) {
        this.client = client;
        this.host = host;
        this.wanted = wanted;
    }

    @Override
    public String wanted() {
        return wanted;
    }

    @Override
    public WebAnswer send(WebRequest request, InFlight calls) throws InterruptedException, TransientFaultException {
        Call call = new Call(request, calls);
        calls.begin(call.ending);
        Future<?> timer = host.schedule(request.timeout(), call::expire);
        try {
            return call.run();
        } finally {
            timer.cancel(false);
            calls.end(call.ending);
        }
    }

    /** The answer is the proxy's own: there is no tunnel to the service. */
    private static final class ProxyRefusedException extends IOException {

        private static final long serialVersionUID = 1L;

        private final int status;

        ProxyRefusedException(int status) {
            this.status = status;
        }
    }

    /** One request, and if need be once more; and as often as it isn't sent at all. */
    private final class Call {

        private final WebRequest request;
        private final InFlight calls;
        private final Runnable ending = this::cancel;
        private volatile HttpUriRequestBase message;
        private volatile boolean expired;
        private boolean answered;

        Call(WebRequest request, InFlight calls) {
            this.request = request;
            this.calls = calls;
            this.message = newMessage();
        }

        private HttpUriRequestBase newMessage() {
            HttpUriRequestBase result = new HttpUriRequestBase(request.payload().method(), request.service());
            result.setPath(request.target());
            request.headers().forEach(result::addHeader);
            request.payload().entity().ifPresent(result::setEntity);
            return result;
        }

        void expire() {
            expired = true;
            cancel();
        }

        private void cancel() {
            message.cancel();
        }

        WebAnswer run() throws InterruptedException, TransientFaultException {
            boolean sentAgain = false;
            while (true) {
                HttpClientContext context = newContext();
                try {
                    return execute(context);
                } catch (IOException e) {
                    checkEnded();
                    // There are no more such connections than the pool keeps.
                    boolean unsent = e instanceof UnaskedAnswerException spoiled && spoiled.wasKept();
                    if (!unsent && (sentAgain || !wasLeftByTheServer(context))) {
                        throw fault(e);
                    }
                    sentAgain |= !unsent;
                }
                message = newMessage();
                checkEnded();
            }
        }

        private HttpClientContext newContext() {
            HttpClientContext context = HttpClientContext.create();
            QueryWriter.add(request.payload(), context);
            request.authentication().ifPresent(scheme -> context.resetAuthExchange(request.host(), scheme));
            return context;
        }

        private void checkEnded() throws InterruptedException, TransientFaultException {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            calls.check();
            if (expired) {
                throw new TransientFaultException(
                        "it gave no whole answer within " + request.timeout().toMillis() + " ms");
            }
        }

        /** The server closed a connection that was kept, before it saw the request (RFC 9112, section 9.3.1). */
        private boolean wasLeftByTheServer(HttpClientContext context) {
            EndpointDetails connection = context.getEndpointDetails();
            return !answered && connection != null && connection.getResponseCount() > 0;
        }

        private WebAnswer execute(HttpClientContext context) throws IOException {
            try (ClassicHttpResponse response = open(context)) {
                answered = true;
                int status = response.getCode();
                if (request.isTls() && context.getSSLSession() == null) {
                    throw new ProxyRefusedException(status);
                }
                byte[] body = WebAnswer.isSuccess(status) ? content(response) : drain(response);
                return new WebAnswer(status, List.of(response.getHeaders()), body);
            }
        }

        /** A client that is cancelled just before it connects finds its connection gone, and calls that a wrong state. */
        private ClassicHttpResponse open(HttpClientContext context) throws IOException {
            try {
                return client.executeOpen(request.host(), message, context);
            } catch (IllegalStateException e) {
                if (message.isCancelled()) {
                    throw new IOException("cancelled", e);
                }
                throw e;
            }
        }

        private byte[] content(ClassicHttpResponse response) throws IOException {
            Header encoding = response.getFirstHeader(HttpHeaders.CONTENT_ENCODING);
            if (encoding != null && !encoding.getValue().strip().equalsIgnoreCase("identity")) {
                throw new ModuleUnavailableException(
                        "the service sends a compressed answer though it was asked not to");
            }
            HttpEntity entity = response.getEntity();
            if (entity == null) {
                return new byte[0];
            }
            byte[] body = entity.getContentLength() > request.maxSize() ? null : read(entity, request.maxSize());
            if (body == null || body.length > request.maxSize()) {
                throw new ModuleUnavailableException(
                        "the " + wanted + " is larger than the " + request.maxSize() + " bytes that are allowed");
            }
            return body;
        }

        /** At most so much, and one byte: the connection is free for the next request only when the end has been seen. */
        private byte[] read(HttpEntity entity, long most) throws IOException {
            long announced = entity.getContentLength();
            return entity.getContent().readNBytes((int) (announced < 0 ? most : Math.min(announced, most)) + 1);
        }

        private byte[] drain(ClassicHttpResponse response) throws IOException {
            HttpEntity entity = response.getEntity();
            if (entity != null && entity.getContentLength() <= MAX_DRAINED) {
                read(entity, MAX_DRAINED);
            }
            return new byte[0];
        }

        /** Of what the service wrote nothing is passed on: it goes into logs. */
        private TransientFaultException fault(IOException e) {
            if (Faults.isAboutTrust(e)) {
                throw new ModuleUnavailableException(
                        "no " + wanted + " from " + request.host().toURI() + ": " + Faults.describe(e));
            }
            if (e instanceof ClientProtocolException || e instanceof MessageConstraintException) {
                String kind =
                        (e.getCause() == null ? e : e.getCause()).getClass().getSimpleName();
                throw new ModuleUnavailableException("the service doesn't answer in proper HTTP (" + kind + ")");
            }
            return new TransientFaultException(
                    e instanceof ProxyRefusedException refused
                            ? "the proxy answered " + refused.status + " and connects us to nothing"
                            : Faults.describe(e));
        }
    }
}
