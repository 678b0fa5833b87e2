package dev.keyhole.host;

import dev.keyhole.spi.ConnectionInfo;
import dev.keyhole.spi.ConnectionKind;

/** A listener of the broker, with its own chains of modules. Thread-safe. */
public interface Transport {

    /** Name of the transport by which the broker itself is managed: the element {@code Admin} of the configuration. */
    String ADMIN = "amps-admin";

    String name();

    /**
     * What connections come in by it: {@link ConnectionKind#REPLICATION} if its {@code Type} is {@code amps-replication} or
     * {@code amps-replication-secure}, {@link ConnectionKind#ADMIN} by {@link #ADMIN}, else {@link ConnectionKind#APPLICATION}.
     */
    ConnectionKind kind();

    /**
     * Address to listen on as the configuration gives it ({@code InetAddr}); empty if it gives none. For brokers that
     * take their listeners from it; the host itself opens none.
     */
    String address();

    /** {@code Protocol} as the configuration gives it; empty if it gives none. */
    String protocol();

    /**
     * Tells the host of a new connection. The broker closes what this returns when the connection ends.
     *
     * @param info its {@link ConnectionInfo#transport()} is this transport's name
     * @param listener how the host closes the connection
     * @throws IllegalArgumentException if it isn't, or a connection with the same id is open
     * @throws IllegalStateException if the host is closed
     */
    Connection connect(ConnectionInfo info, DisconnectListener listener);

    /** How many connections are open, logged on or not. */
    int connectionCount();

    /**
     * Ends all connections, those that aren't logged on included. Others may be made at once.
     *
     * @param reason for operators
     */
    void disconnectAll(String reason);
}
