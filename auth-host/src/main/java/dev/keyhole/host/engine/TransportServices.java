package dev.keyhole.host.engine;

import dev.keyhole.spi.ConnectionInfo;
import dev.keyhole.spi.ContextServices;
import org.jspecify.annotations.Nullable;

/** What the host does for the contexts of one transport. Before the host has started there is nothing to do. */
final class TransportServices implements ContextServices {

    private volatile @Nullable EngineTransport transport;

    void started(EngineTransport started) {
        transport = started;
    }

    @Override
    public void resetUser(String userName, String reason) {
        EngineTransport started = transport;
        if (started != null) {
            started.engine().metrics().reset("entitlement", "user", "module");
            started.forget(userName);
            started.disconnect(userName, reason);
        }
    }

    @Override
    public void resetOthers(String userName, String reason, ConnectionInfo spared) {
        EngineTransport started = transport;
        if (started != null) {
            started.engine().metrics().reset("entitlement", "user", "module");
            started.forget(userName);
            started.disconnectOthers(userName, reason, spared);
        }
    }

    @Override
    public void forgetUser(String userName) {
        EngineTransport started = transport;
        if (started != null) {
            started.forget(userName);
        }
    }
}
