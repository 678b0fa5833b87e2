package dev.keyhole.artemis.plugin;

import org.apache.activemq.artemis.protocol.amqp.sasl.ServerSASL;
import org.apache.activemq.artemis.spi.core.protocol.RemotingConnection;
import org.jspecify.annotations.Nullable;

/** A security manager that has its clients judged by Keyhole. Thread-safe. */
public interface Guardian {

    /**
     * Begins a logon over AMQP.
     *
     * @return null if the connection can't log on this way
     */
    @Nullable
    ServerSASL sasl(String mechanism, RemotingConnection connection);
}
