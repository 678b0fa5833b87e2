package dev.keyhole.http.client;

import dev.keyhole.spi.Option;
import dev.keyhole.spi.Options;
import dev.keyhole.spi.Place;
import dev.keyhole.spi.Problem;
import java.time.Duration;
import java.util.List;
import org.apache.hc.core5.http.HttpHost;

/** Options of every module that asks a service. */
public final class ClientOptions {

    public static final Option<Duration> CONNECTION_TIMEOUT = Option.duration(
                    "ConnectionTimeout", "longest time to connect to the service")
            .withDefault(Duration.ofSeconds(2));

    public static final Option<Boolean> REUSE_CONNECTIONS = Option.bool(
                    "ReuseConnections", "keep HTTP connections open for the next request")
            .withDefault(true)
            .onlyIn(Place.MODULE);

    public static final Option<HttpHost> PROXY = Option.of(
            "Proxy", "a proxy such as http://proxy:3128", "HTTP proxy between us and the service", ProxyAddress::parse);

    public static final Option<Integer> BREAKER_FAILURES = Option.integer(
                    "BreakerFailures",
                    "faults in a row after which the service isn't asked for a while; 0 for never",
                    0,
                    1_000_000)
            .withDefault(5);

    public static final Option<Duration> BREAKER_PAUSE = Option.duration(
                    "BreakerPause", "how long a service that fails isn't asked, the first time")
            .withDefault(Duration.ofSeconds(1));

    private static final Duration SHORTEST = Duration.ofMillis(1);
    private static final Duration LONGEST = Duration.ofHours(1);

    private ClientOptions() {}

    /** Notes a duration that is too short or too long to be meant. */
    public static void checkDuration(Options options, Option<Duration> option, List<Problem> problems) {
        Duration value = options.get(option);
        if (value.compareTo(SHORTEST) < 0 || value.compareTo(LONGEST) > 0) {
            problems.add(Problem.of(option, "'" + option.name() + "' must be from 1ms to 1h"));
        }
    }
}
