package dev.keyhole.artemis.plugin;

import org.apache.activemq.artemis.core.server.ActiveMQServer;
import org.apache.activemq.artemis.core.server.plugin.ActiveMQServerPlugin;

/** The plugin that {@code broker.xml} names. It has Keyhole put its gates before the broker. */
public final class KeyholePlugin implements ActiveMQServerPlugin {

    /**
     * {@inheritDoc}
     *
     * @throws IllegalStateException if the broker's settings would leave a way around Keyhole; the broker doesn't start
     *     then
     */
    @Override
    public void registered(ActiveMQServer server) {
        if (server.getSecurityManager() instanceof KeyholeSecurity security) {
            security.guard(server);
            // It has to be a plugin for everything, and would be told of each message for nothing.
            server.getConfiguration().getBrokerMessagePlugins().remove(this);
        } else {
            throw new IllegalStateException("broker.xml names Keyhole's plugin, but bootstrap.xml doesn't name "
                    + KeyholeSecurity.class.getName() + " as its security manager: nobody would ask Keyhole");
        }
    }
}
