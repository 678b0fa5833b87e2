package dev.keyhole.host;

import java.util.List;

/** What the broker itself connects to, with the module that gives credentials to its connections. Thread-safe. */
public interface Destination {

    String name();

    /** {@code Type} of its transport as the configuration gives it; empty if it gives none. */
    String type();

    /**
     * Addresses to connect to as the configuration gives them ({@code InetAddr}), to be tried in this order; may be empty.
     * For brokers that take them from it; the host itself connects to none.
     */
    List<String> addresses();

    /**
     * Starts to authenticate one attempt to connect. Each attempt has one of its own, so that each can have credentials of
     * its own. Doesn't block. The broker closes what this returns when the attempt is over.
     *
     * @throws IllegalStateException if the host is closed
     */
    OutgoingLogon authenticate();
}
