package dev.keyhole.http.check;

import dev.keyhole.http.client.ClientOptions;
import dev.keyhole.spi.Option;
import dev.keyhole.spi.OptionSchema;
import dev.keyhole.spi.Place;
import dev.keyhole.tls.TlsOptions;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;

/** Every option of the two modules. Those of the contract are written as the seed system writes them. */
final class CheckOptions {

    static final Option<String> HOST = Option.of(
                    "host", "a host name or an address", "host of the service", CheckOptions::host)
            .mandatory();

    static final Option<Integer> PORT =
            Option.integer("port", "port of the service", 1, 65_535).mandatory();

    static final Option<Boolean> WITH_TLS =
            Option.bool("with_tls", "whether the service is asked by https").withDefault(false);

    static final Option<RequestMethod> REQUEST_METHOD = Option.choice(
                    "request_method", "method of the requests", RequestMethod.class)
            .withDefault(RequestMethod.GET);

    static final Option<ParamsMode> PARAMS_MODE = Option.choice(
                    "params_mode",
                    "json: a JSON body, with GET too; form: a form in the body, with GET in the query",
                    ParamsMode.class)
            .withDefault(ParamsMode.JSON);

    static final Option<ResponseMode> RESPONSE_MODE = Option.choice(
                    "response_mode",
                    "where the answer is: in the status, in the field 'ok' of a JSON object, or in the text 'ok'",
                    ResponseMode.class)
            .withDefault(ResponseMode.JSON);

    static final Option<URI> USER_URI =
            path("user_uri", "path that says whether a password is right").withDefault(URI.create("/user"));

    static final Option<URI> TOPIC_URI =
            path("topic_uri", "path that says whether a topic may be used").withDefault(URI.create("/acl"));

    static final Option<URI> SUPERUSER_URI =
            path("superuser_uri", "path that says whether a user may use every topic; asked before topic_uri");

    static final Option<Duration> TIMEOUT = Option.duration(
                    "timeout", "longest time of one request, from its start to the last byte of the answer")
            .withDefault(Duration.ofSeconds(5));

    static final Option<String> USER_AGENT = Option.of(
                    "user_agent", "visible characters", "User-Agent header of the requests", CheckOptions::headerValue)
            .withDefault("amqtt");

    static final Option<OnError> ON_ERROR = Option.choice(
                    "OnError",
                    "what a fault comes to, such as a time-out: deny, or abstain, which asks the next module",
                    OnError.class)
            .withDefault(OnError.DENY);

    static final Option<OnServerError> ON_SERVER_ERROR = Option.choice(
                    "OnServerError",
                    "what a 5xx comes to: contract is abstain if response_mode is status, else deny",
                    OnServerError.class)
            .withDefault(OnServerError.CONTRACT);

    static final Option<Duration> CACHE_GRANTS = Option.duration(
                    "CacheGrants", "how long a grant is kept if the answer doesn't say it; 0 for no grant ever")
            .withDefault(Duration.ofSeconds(60));

    static final Option<Duration> CACHE_DENIALS = Option.duration(
                    "CacheDenials", "how long a denial is kept if the answer doesn't say it; 0 for no denial ever")
            .withDefault(Duration.ofSeconds(5));

    static final Option<Duration> MAX_CACHE_TIME = Option.duration(
                    "MaxCacheTime", "longest time for which an answer is kept, whatever it says itself")
            .withDefault(Duration.ofHours(1));

    static final Option<Duration> REFRESH_AHEAD = Option.duration(
                    "RefreshAhead",
                    "how long before its end a grant that is in use is asked for again, in the background; 0 for never")
            .withDefault(Duration.ofSeconds(5));

    static final Option<Integer> MAX_SUPERUSERS = Option.integer(
                    "MaxSuperusers", "most users of whom it is kept whether they are superusers", 1, 10_000_000)
            .withDefault(10_000);

    static final Option<Long> MAX_ANSWER_SIZE =
            Option.size("MaxAnswerSize", "largest answer that is accepted").withDefault(64L << 10);

    static final Option<Boolean> SERVER_ACCEPTS_EMPTY_AUTH_ID = Option.bool(
                    "ServerAcceptsEmptyAuthId", "ask the service about logons without a user name too")
            .withDefault(false);

    static final Option<Integer> MAX_CONNECTIONS = Option.integer(
                    "MaxConnections", "most requests at a time to one service; more of them wait", 1, 10_000)
            .withDefault(64)
            .onlyIn(Place.MODULE);

    static final OptionSchema USER_SCHEMA = OptionSchema.of(
            HOST,
            PORT,
            WITH_TLS,
            REQUEST_METHOD,
            PARAMS_MODE,
            RESPONSE_MODE,
            USER_URI,
            SUPERUSER_URI,
            TIMEOUT,
            USER_AGENT,
            ON_ERROR,
            ON_SERVER_ERROR,
            MAX_ANSWER_SIZE,
            SERVER_ACCEPTS_EMPTY_AUTH_ID,
            MAX_CONNECTIONS,
            ClientOptions.CONNECTION_TIMEOUT,
            ClientOptions.REUSE_CONNECTIONS,
            ClientOptions.PROXY,
            ClientOptions.BREAKER_FAILURES,
            ClientOptions.BREAKER_PAUSE,
            TlsOptions.CA_KEY,
            TlsOptions.CERTIFICATE,
            TlsOptions.KEY,
            TlsOptions.ALLOW_SELF_SIGNED,
            TlsOptions.ALLOW_UNVERIFIED_PEER);

    static final OptionSchema TOPIC_SCHEMA = OptionSchema.of(
            HOST,
            PORT,
            WITH_TLS,
            REQUEST_METHOD,
            PARAMS_MODE,
            RESPONSE_MODE,
            TOPIC_URI,
            SUPERUSER_URI,
            TIMEOUT,
            USER_AGENT,
            ON_ERROR,
            ON_SERVER_ERROR,
            CACHE_GRANTS,
            CACHE_DENIALS,
            MAX_CACHE_TIME,
            REFRESH_AHEAD,
            MAX_SUPERUSERS,
            MAX_ANSWER_SIZE,
            MAX_CONNECTIONS,
            ClientOptions.CONNECTION_TIMEOUT,
            ClientOptions.REUSE_CONNECTIONS,
            ClientOptions.PROXY,
            ClientOptions.BREAKER_FAILURES,
            ClientOptions.BREAKER_PAUSE,
            TlsOptions.CA_KEY,
            TlsOptions.CERTIFICATE,
            TlsOptions.KEY,
            TlsOptions.ALLOW_SELF_SIGNED,
            TlsOptions.ALLOW_UNVERIFIED_PEER);

    private CheckOptions() {}

    private static Option<URI> path(String name, String description) {
        return Option.of(name, "a path such as /auth/check", description, CheckOptions::path);
    }

    private static URI path(String text) {
        URI path;
        try {
            path = new URI(text);
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException(e.getReason(), e);
        }
        if (!text.startsWith("/") || path.getRawAuthority() != null) {
            throw new IllegalArgumentException("it has to begin with one '/'; 'host' and 'port' say the rest");
        }
        if (path.getRawFragment() != null) {
            throw new IllegalArgumentException("a '#' can't be sent");
        }
        return path;
    }

    private static String host(String text) {
        boolean bare = text.indexOf(':') >= 0 && !text.startsWith("[");
        String host = bare ? "[" + text + "]" : text;
        try {
            URI uri = new URI("http://" + host + ":1/");
            if (host.equals(uri.getHost())) {
                return host;
            }
        } catch (URISyntaxException e) {
            // told below
        }
        throw new IllegalArgumentException("it has no scheme, no port and no path");
    }

    private static String headerValue(String text) {
        if (text.isEmpty() || !text.chars().allMatch(c -> c >= ' ' && c < 0x7f)) {
            throw new IllegalArgumentException();
        }
        return text;
    }
}
