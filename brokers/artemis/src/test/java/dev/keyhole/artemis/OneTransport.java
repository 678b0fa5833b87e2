package dev.keyhole.artemis;

import dev.keyhole.host.Connection;
import dev.keyhole.host.DisconnectListener;
import dev.keyhole.host.Transport;
import dev.keyhole.spi.ConnectionInfo;
import dev.keyhole.spi.ConnectionKind;

/** A transport that is only described, and that nobody comes in by. */
record OneTransport(String name, String address, String protocol) implements Transport {

    @Override
    public ConnectionKind kind() {
        return ConnectionKind.APPLICATION;
    }

    OneTransport(String name) {
        this(name, "", "");
    }

    @Override
    public int connectionCount() {
        return 0;
    }

    @Override
    public void disconnectAll(String reason) {}

    @Override
    public Connection connect(ConnectionInfo info, DisconnectListener listener) {
        throw new IllegalStateException("nobody comes in by " + name);
    }
}
