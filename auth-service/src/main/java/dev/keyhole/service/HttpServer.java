package dev.keyhole.service;

import dev.keyhole.spi.ConfigurationException;
import io.javalin.Javalin;
import io.javalin.compression.CompressionStrategy;
import io.javalin.config.JavalinConfig;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import io.javalin.util.JavalinException;
import java.net.InetAddress;
import java.net.SocketException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeoutException;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.http.UriCompliance.Violation;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.RequestLog;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The service's face: routes, and the limits within which requests are read. */
final class HttpServer implements AutoCloseable {

    private static final int MAX_THREADS = 64;
    private static final int MIN_THREADS = 4;
    private static final int MAX_HEADER_BYTES = 16 * 1024;
    private static final long IDLE_MILLIS = 30_000;
    /** For answers that are on their way when the service is closed. */
    private static final long STOP_MILLIS = 2_000;
    /** For connections without a request then. */
    private static final long CLOSE_IDLE_MILLIS = 50;

    /** All clients of a broker may come back at one moment. */
    private static final int WAITING_TO_BE_ACCEPTED = 1_024;

    /**
     * Encoded slashes, percent signs and backslashes stand in real names of users. They are safe here as the path is
     * compared, once decoded, with a name that has been proved, and is never resolved. Everything else that proxies and
     * servers read in different ways is a bad request.
     */
    private static final UriCompliance STRICT = new UriCompliance(
            "keyhole",
            Set.of(
                    Violation.AMBIGUOUS_PATH_SEPARATOR,
                    Violation.AMBIGUOUS_PATH_ENCODING,
                    Violation.SUSPICIOUS_PATH_CHARACTERS));

    /** Jetty resolves them and Javalin doesn't; nobody who means well sends them. */
    private static final Pattern DOT_SEGMENT = Pattern.compile("/\\.{1,2}(/|$)");

    private static final Logger log = LoggerFactory.getLogger(HttpServer.class);

    private final Javalin javalin;
    private final URI uri;

    private HttpServer(Javalin javalin, URI uri) {
        this.javalin = javalin;
        this.uri = uri;
    }

    /**
     * @param routes given the routes and the threads that serve them, adds what there is to be served
     * @throws ConfigurationException if the address can't be listened on, a file of TLS is wrong, or Jetty would log
     *     passwords
     */
    static HttpServer start(HttpSettings settings, RequestLog requestLog, BiConsumer<RoutesConfig, Executor> routes) {
        JettyLogs.quieten();
        QueuedThreadPool threads = new QueuedThreadPool(MAX_THREADS, MIN_THREADS);
        threads.setName("keyhole-service");
        Optional<SslContextFactory.Server> tls = settings.tls().map(TlsSettings::contextFactory);
        Javalin javalin = Javalin.create(config -> {
            configure(config, settings, tls, threads, requestLog);
            common(config.routes);
            routes.accept(config.routes, threads);
        });
        try {
            javalin.start();
        } catch (RuntimeException e) {
            javalin.stop();
            throw new ConfigurationException(
                    "can't listen on " + settings.address() + ":" + settings.port() + ": " + rootMessage(e));
        }
        URI uri = uri(tls.isPresent() ? "https" : "http", settings.address(), javalin.port());
        log.info("serving permissions documents at {}", uri);
        if (tls.isEmpty() && !isLoopback(settings.address())) {
            log.warn(
                    "passwords cross the network to {} in the clear; configure TLS, or put a proxy with TLS in front of"
                            + " it",
                    uri);
        }
        return new HttpServer(javalin, uri);
    }

    private static boolean isLoopback(String address) {
        try {
            return InetAddress.getByName(address).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }

    private static void configure(
            JavalinConfig config,
            HttpSettings settings,
            Optional<SslContextFactory.Server> tls,
            QueuedThreadPool threads,
            RequestLog requestLog) {
        config.startup.showJavalinBanner = false;
        config.startup.showOldJavalinVersionWarning = false;
        config.startup.startupWatcherEnabled = false;
        config.http.compressionStrategy = CompressionStrategy.NONE;
        config.http.prefer405over404 = true;
        config.router.ignoreTrailingSlashes = false;
        config.jetty.threadPool = threads;
        config.jetty.modifyHttpConfiguration(HttpServer::limit);
        config.jetty.modifyServer(server -> {
            server.setHandler(handlers(settings));
            server.setStopTimeout(STOP_MILLIS);
            server.setErrorHandler(new JsonErrorHandler());
            server.setRequestLog(requestLog);
            server.addBean(new NetworkConnectionLimit(settings.maxConnections(), server));
        });
        config.jetty.addConnector((server, http) -> connector(server, http, settings, tls));
    }

    /** What requests go through before they come to the routes; Javalin puts its own inside. */
    private static Handler handlers(HttpSettings settings) {
        Handler.Singleton limit = new ConcurrencyLimit(settings.maxRequests());
        limit.setHandler(BodyReader.upTo(settings.maxBodyBytes()));
        return new GracefulHandler(limit);
    }

    private static void limit(HttpConfiguration http) {
        http.setSendServerVersion(false);
        http.setSendXPoweredBy(false);
        http.setUriCompliance(STRICT);
        http.setRequestHeaderSize(MAX_HEADER_BYTES);
    }

    private static ServerConnector connector(
            Server server, HttpConfiguration http, HttpSettings settings, Optional<SslContextFactory.Server> tls) {
        tls.ifPresent(factory -> http.addCustomizer(new SecureRequestCustomizer(false)));
        HttpConnectionFactory plain = new HttpConnectionFactory(http);
        ServerConnector connector = tls.map(factory -> new ServerConnector(server, factory, plain))
                .orElseGet(() -> new ServerConnector(server, plain));
        connector.setHost(settings.address());
        connector.setPort(settings.port());
        connector.setIdleTimeout(IDLE_MILLIS);
        connector.setShutdownIdleTimeout(CLOSE_IDLE_MILLIS);
        connector.setAcceptQueueSize(WAITING_TO_BE_ACCEPTED);
        return connector;
    }

    private static void common(RoutesConfig routes) {
        routes.before(HttpServer::check);
        routes.exception(
                StoreUnavailableException.class,
                (e, context) -> Answers.error(context, 503, "the store can't be asked now"));
        routes.exception(HttpResponseException.class, HttpServer::refuse);
        routes.exception(Exception.class, (e, context) -> {
            log.error("a request failed", e);
            Answers.error(context, 500, "the service failed");
        });
    }

    private static void check(Context context) {
        Answers.headers(context);
        if (DOT_SEGMENT.matcher(context.req().getRequestURI()).find()) {
            throw new HttpResponseException(400, "");
        }
    }

    private static void refuse(HttpResponseException refusal, Context context) {
        int status = refusal.getStatus();
        if (status == 405) {
            context.header("Allow", refusal.getDetails().getOrDefault("availableMethods", "GET, HEAD"));
        }
        Answers.error(
                context,
                status,
                switch (status) {
                    case 400 -> "bad request";
                    case 404 -> "there is nothing here";
                    case 405 -> "this method isn't served here";
                    case 413 -> "the body is too large, or none is accepted here";
                    case 415 -> "a body of this kind isn't accepted";
                    default -> "the request can't be served";
                });
    }

    private static String rootMessage(Throwable thrown) {
        Throwable root = thrown;
        for (Throwable cause = root.getCause(); cause != null; cause = cause.getCause()) {
            root = cause;
        }
        // What the socket says is for readers; what else there may be can have no message.
        return root instanceof SocketException && root.getMessage() != null ? root.getMessage() : root.toString();
    }

    private static URI uri(String scheme, String host, int port) {
        try {
            return new URI(scheme, null, host, port, null, null, null);
        } catch (URISyntaxException e) {
            throw new IllegalStateException("an address that can be listened on fits into a URI", e);
        }
    }

    URI uri() {
        return uri;
    }

    /** Requests have two seconds to end; those that don't are cut. Idempotent. */
    @Override
    public void close() {
        try {
            javalin.stop();
        } catch (JavalinException e) {
            // Jetty stops all the same, and says only afterwards that it had to be impatient.
            if (!(e.getCause() instanceof TimeoutException)) {
                throw e;
            }
            log.warn("the service stopped while requests were still being answered");
        }
    }
}
