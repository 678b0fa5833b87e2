package dev.keyhole.http;

import dev.keyhole.http.client.ClientOptions;
import dev.keyhole.spi.Option;
import dev.keyhole.spi.OptionSchema;
import dev.keyhole.spi.Place;
import dev.keyhole.tls.TlsOptions;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.apache.hc.core5.http.HttpHost;

/** Every option of the web-service module. */
final class WebServiceOptions {

    static final Option<UriTemplate> RESOURCE_URI = Option.of(
            "ResourceURI",
            "a URI of a permissions document",
            "where a user's permissions document is; {{USER_NAME}} stands for the user",
            UriTemplate::parse);

    static final Option<String> CREDENTIAL_STORE = Option.text(
            "CredentialStore", "name of the store that documents are kept in; the text of ResourceURI if not given");

    static final Option<Duration> CONNECTION_TIMEOUT = ClientOptions.CONNECTION_TIMEOUT;

    static final Option<Duration> REQUEST_TIMEOUT = Option.duration(
                    "RequestTimeout", "longest time of one request, from its start to the last byte of the answer")
            .withDefault(Duration.ofSeconds(5));

    static final Option<Integer> RETRY_COUNT = Option.integer(
                    "RetryCount", "further tries when the service can't be reached, is too slow, or fails", 0, 100)
            .withDefault(0);

    static final Option<List<HeaderTemplate>> HTTP_HEADER = Option.of(
                    "HTTPHeader",
                    "a header such as 'X-Client: {{AMPS_CLIENT_NAME}}'",
                    "sent with each request",
                    s -> HeaderTemplate.parse(s))
            .repeated();

    static final Option<Boolean> SERVER_ACCEPTS_EMPTY_AUTH_ID = Option.bool(
                    "ServerAcceptsEmptyAuthId", "ask the service about logons without a user name too")
            .withDefault(false);

    static final Option<Duration> ENTITLEMENT_TIMEOUT = Option.duration(
            "EntitlementTimeout",
            "age at which a kept document is compared with the one that a logon brings; if they differ, the user's"
                    + " connections are reset");

    static final Option<Long> MAX_DOCUMENT_SIZE =
            Option.size("MaxDocumentSize", "largest document that is accepted").withDefault(4L << 20);

    static final Option<Boolean> REUSE_CONNECTIONS = ClientOptions.REUSE_CONNECTIONS;

    static final Option<Integer> MAX_CONNECTIONS = Option.integer(
                    "MaxConnections", "most HTTP connections to all services together", 1, 10_000)
            .withDefault(128)
            .onlyIn(Place.MODULE);

    static final Option<Integer> MAX_CONNECTIONS_PER_ROUTE = Option.integer(
                    "MaxConnectionsPerRoute", "most HTTP connections to one service", 1, 10_000)
            .withDefault(64)
            .onlyIn(Place.MODULE);

    static final Option<HttpHost> PROXY = ClientOptions.PROXY;

    static final Option<Boolean> ENTITLEMENT_ONLY = Option.of(
                    "EntitlementOnly",
                    "true or false",
                    "documents without authentication: fetched at a user's first check, kept until reset",
                    WebServiceOptions::flag)
            .withDefault(false)
            .onlyIn(Place.MODULE, Place.ENTITLEMENT);

    static final Option<Integer> MAX_USERS = Option.integer(
                    "MaxUsers", "most users whose documents are kept with EntitlementOnly", 1, 10_000_000)
            .withDefault(10_000)
            .onlyIn(Place.MODULE, Place.ENTITLEMENT);

    static final Option<Boolean> STALE_IF_ERROR = Option.bool(
                    "StaleIfError",
                    "while the service is down, accept a logon that it accepted before, of a user who is still"
                            + " connected")
            .withDefault(false);

    static final Option<Integer> BREAKER_FAILURES = ClientOptions.BREAKER_FAILURES;

    static final Option<Duration> BREAKER_PAUSE = ClientOptions.BREAKER_PAUSE;

    static final OptionSchema SCHEMA = OptionSchema.of(
            RESOURCE_URI,
            CREDENTIAL_STORE,
            CONNECTION_TIMEOUT,
            REQUEST_TIMEOUT,
            RETRY_COUNT,
            HTTP_HEADER,
            SERVER_ACCEPTS_EMPTY_AUTH_ID,
            ENTITLEMENT_TIMEOUT,
            MAX_DOCUMENT_SIZE,
            REUSE_CONNECTIONS,
            MAX_CONNECTIONS,
            MAX_CONNECTIONS_PER_ROUTE,
            TlsOptions.CERTIFICATE,
            TlsOptions.KEY,
            TlsOptions.CA_KEY,
            TlsOptions.ALLOW_UNVERIFIED_PEER,
            TlsOptions.ALLOW_SELF_SIGNED,
            PROXY,
            ENTITLEMENT_ONLY,
            MAX_USERS,
            STALE_IF_ERROR,
            BREAKER_FAILURES,
            BREAKER_PAUSE);

    private WebServiceOptions() {}

    /** An element without a text says it by being there. */
    private static Boolean flag(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "", "true", "yes", "enabled", "1" -> true;
            case "false", "no", "disabled", "0" -> false;
            default -> throw new IllegalArgumentException();
        };
    }
}
