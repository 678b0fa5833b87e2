package dev.keyhole.artemis;

import java.time.Duration;
import java.util.List;

/**
 * What a broker passes on to another one: every message that is published to these addresses here.
 *
 * @param destination name of the destination in the configuration, which says where it is and what gives credentials
 * @param addresses addresses as the broker writes them, for instance {@code desk.orders}; no patterns
 * @param retryAfter how long to wait after an attempt to connect has failed, or the link was lost
 */
public record Link(String destination, List<String> addresses, Duration retryAfter) {

    private static final Duration USUAL_RETRY = Duration.ofSeconds(5);

    public Link {
        addresses = List.copyOf(addresses);
        if (addresses.isEmpty()) {
            throw new IllegalArgumentException("a link without addresses passes nothing on");
        }
        if (retryAfter.toMillis() <= 0 || retryAfter.toMillis() > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("no time to wait: " + retryAfter);
        }
    }

    /** A link that tries again after five seconds. */
    public static Link to(String destination, String... addresses) {
        return new Link(destination, List.of(addresses), USUAL_RETRY);
    }

    /** The same link with another time to wait. */
    public Link retryAfter(Duration time) {
        return new Link(destination, addresses, time);
    }

    /** Name of its connection in the broker. */
    String name() {
        return "keyhole.link." + destination;
    }

    /** Name of the queue that holds what is to be passed on from an address. */
    String queueOf(String address) {
        return name() + "." + address;
    }
}
