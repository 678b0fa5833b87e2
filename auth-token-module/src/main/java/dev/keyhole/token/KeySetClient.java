package dev.keyhole.token;

import dev.keyhole.spi.ConfigurationException;
import dev.keyhole.tls.TlsMaterial;
import dev.keyhole.tls.TlsSettings;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodySubscribers;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;

/**
 * Fetches a set of keys. Each time with a client of its own: it is done every few minutes, and the files of TLS are read
 * anew with it. Follows no redirects, as the address says whom to believe. Thread-safe.
 */
final class KeySetClient {

    private static final int OK = 200;
    private static final String[] PROTOCOLS = {"TLSv1.3", "TLSv1.2"};

    private final URI uri;
    private final Optional<TlsSettings> tls;
    private final Duration connectionTimeout;
    private final Duration requestTimeout;
    private final int maxSize;
    private volatile CompletableFuture<?> underWay = CompletableFuture.completedFuture("nothing");

    /**
     * @param tls empty for plain http
     */
    KeySetClient(URI uri, Optional<TlsSettings> tls, Duration connectionTimeout, Duration requestTimeout, int maxSize) {
        this.uri = uri;
        this.tls = tls;
        this.connectionTimeout = connectionTimeout;
        this.requestTimeout = requestTimeout;
        this.maxSize = maxSize;
    }

    URI uri() {
        return uri;
    }

    /**
     * Called by one thread at a time.
     *
     * @throws UnusableKeyException if there is no answer, or none that can be used
     * @throws InterruptedException if the thread was interrupted
     */
    byte[] fetch() throws UnusableKeyException, InterruptedException {
        CompletableFuture<HttpResponse<byte[]>> call = client().sendAsync(
                        request(),
                        info -> info.statusCode() == OK
                                ? new LimitedBody(maxSize)
                                : BodySubscribers.replacing(new byte[0]));
        underWay = call;
        try {
            HttpResponse<byte[]> response = call.get(requestTimeout.toNanos(), TimeUnit.NANOSECONDS);
            if (response.statusCode() != OK) {
                throw new UnusableKeyException("it answers with the status " + response.statusCode());
            }
            return response.body();
        } catch (TimeoutException e) {
            throw new UnusableKeyException("it gave no whole answer within " + requestTimeout.toMillis() + " ms");
        } catch (CancellationException e) {
            throw new UnusableKeyException("the request was given up");
        } catch (ExecutionException e) {
            throw new UnusableKeyException(describe(e.getCause() == null ? e : e.getCause()));
        } finally {
            call.cancel(true);
        }
    }

    private HttpClient client() throws UnusableKeyException {
        HttpClient.Builder builder = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(connectionTimeout);
        if (tls.isPresent()) {
            try {
                builder.sslContext(TlsMaterial.read(tls.get()));
            } catch (ConfigurationException e) {
                throw new UnusableKeyException("TLS can't be used: " + e.getMessage());
            }
            builder.sslParameters(new SSLParameters(null, PROTOCOLS));
        }
        return builder.build();
    }

    private HttpRequest request() {
        return HttpRequest.newBuilder(uri)
                .header("Accept", "application/jwk-set+json, application/json")
                .header("User-Agent", "Keyhole")
                .GET()
                .build();
    }

    /** In words that hold nothing of what the other side wrote. */
    private static String describe(Throwable fault) {
        for (Throwable cause = fault; cause != null; cause = cause.getCause()) {
            if (cause instanceof LimitedBody.TooLargeException || cause instanceof SSLException) {
                return cause instanceof SSLException
                        ? "there is no secure connection to it: " + Characters.printable(cause.getMessage())
                        : String.valueOf(cause.getMessage());
            }
        }
        if (fault instanceof HttpConnectTimeoutException) {
            return "it can't be connected to in time";
        }
        if (fault instanceof ConnectException) {
            return "it can't be connected to";
        }
        return fault instanceof IOException
                ? "it broke the connection off"
                : "there is trouble with the connection (" + fault.getClass().getSimpleName() + ")";
    }

    /** Ends the call that is under way, if there is one. */
    void cancel() {
        underWay.cancel(true);
    }
}
