package dev.keyhole.benchmarks.artemis;

import dev.keyhole.artemis.plugin.KeyholePlugin;
import dev.keyhole.artemis.plugin.KeyholeSecurity;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.activemq.artemis.core.config.Configuration;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.remoting.impl.netty.NettyAcceptor;
import org.apache.activemq.artemis.core.security.Role;
import org.apache.activemq.artemis.core.server.ActiveMQServer;
import org.apache.activemq.artemis.core.server.JournalType;
import org.apache.activemq.artemis.core.server.impl.ActiveMQServerImpl;
import org.apache.activemq.artemis.spi.core.security.ActiveMQJAASSecurityManager;
import org.apache.activemq.artemis.spi.core.security.ActiveMQSecurityManager;

/**
 * A broker with a journal, in a process of its own, which says on its first line which port it listens on, and ends with its
 * standard input. The first argument is a folder for what it keeps; the second says who guards it.
 */
public final class GuardedBroker {

    static final String ACCEPTOR = "load";
    static final String ROLE = "amq";

    /** Artemis' login module over properties files, with its caches as they come. */
    static final String PROPERTIES_FILE = "propertiesFile";

    /** What Keyhole's archive installs, whose folder is the third argument, with the configuration that is the fourth. */
    static final String KEYHOLE = "keyhole";

    private GuardedBroker() {}

    /** Runs it. */
    public static void main(String[] arguments) throws Exception {
        Path folder = Path.of(arguments[0]);
        Configuration configuration = new ConfigurationImpl()
                .setName(arguments[1])
                .setPersistenceEnabled(true)
                .setJournalType(JournalType.NIO)
                .setJournalDirectory(folder.resolve("journal").toString())
                .setBindingsDirectory(folder.resolve("bindings").toString())
                .setPagingDirectory(folder.resolve("paging").toString())
                .setLargeMessagesDirectory(folder.resolve("large").toString())
                .setJMXManagementEnabled(false)
                .setSecurityEnabled(true)
                .addAcceptorConfiguration(ACCEPTOR, "tcp://127.0.0.1:0?protocols=CORE");
        ActiveMQSecurityManager manager;
        if (arguments[1].equals(KEYHOLE)) {
            manager = new KeyholeSecurity().init(Map.of("home", arguments[2], "configuration", arguments[3]));
            configuration.setAuthenticationCacheSize(0).setAuthorizationCacheSize(0);
            configuration.registerBrokerPlugin(new KeyholePlugin());
        } else {
            manager = new ActiveMQJAASSecurityManager(PROPERTIES_FILE);
            configuration.putSecurityRoles(
                    "#",
                    Set.of(new Role(ROLE, true, true, true, true, true, true, true, true, true, true, true, true)));
        }
        ActiveMQServer server = new ActiveMQServerImpl(configuration, null, manager);
        AtomicReference<Exception> failure = new AtomicReference<>();
        server.registerActivationFailureListener(failure::set);
        server.start();
        if (failure.get() != null) {
            throw failure.get();
        }
        System.out.println(
                "port " + ((NettyAcceptor) server.getRemotingService().getAcceptor(ACCEPTOR)).getActualPort());
        waitForTheEnd();
        server.stop();
        System.exit(0);
    }

    private static void waitForTheEnd() throws IOException {
        while (System.in.read() >= 0) {
            // Whoever started this lives.
        }
    }
}
