package dev.keyhole.artemis;

import dev.keyhole.host.Host;
import dev.keyhole.host.Scope;
import dev.keyhole.spi.ConfigurationException;
import java.lang.management.ManagementFactory;
import java.util.LinkedHashSet;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.function.Supplier;
import javax.management.JMException;
import javax.management.ObjectName;
import javax.management.StandardMBean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Carries out what operators want. */
final class Operator implements OperatorMBean {

    private static final Logger log = LoggerFactory.getLogger("dev.keyhole.artemis");

    private static final String NAME = "dev.keyhole:type=Keyhole";

    private final HostReference host;
    private final Supplier<Host> starter;

    /**
     * @param starter starts a host with the configuration file as it is now
     */
    Operator(HostReference host, Supplier<Host> starter) {
        this.host = host;
        this.starter = starter;
    }

    /** Makes it known to JMX, in the place of one that may be there. */
    void register() {
        try {
            ObjectName name = new ObjectName(NAME);
            var server = ManagementFactory.getPlatformMBeanServer();
            if (server.isRegistered(name)) {
                server.unregisterMBean(name);
            }
            server.registerMBean(new StandardMBean(this, OperatorMBean.class), name);
        } catch (JMException e) {
            log.warn("Keyhole can't be managed by JMX", e);
        }
    }

    @Override
    public synchronized String reload() {
        Host next;
        try {
            next = starter.get();
        } catch (ConfigurationException e) {
            log.error(
                    "the configuration isn't reloaded, and nothing changes:{}{}",
                    System.lineSeparator(),
                    e.getMessage());
            throw new IllegalArgumentException(e.getMessage());
        }
        if (next.settings().nameStyle() != host.get().settings().nameStyle()) {
            next.close();
            throw new IllegalArgumentException("another 'NameStyle' needs a restart of the broker; nothing is changed");
        }
        Set<String> before = host.get().transportNames();
        host.exchange(next);
        String done = "reloaded, with transports " + next.transportNames()
                + difference("; new: ", next.transportNames(), before)
                + difference("; gone: ", before, next.transportNames());
        log.info("{}", done);
        return done;
    }

    private static String difference(String label, Set<String> names, Set<String> others) {
        Set<String> only = new LinkedHashSet<>(names);
        only.removeAll(others);
        return only.isEmpty() ? "" : label + only;
    }

    @Override
    public String reset(String transport, String user) {
        Scope scope = Scope.all();
        if (!transport.isEmpty()) {
            scope = scope.onTransport(transport);
        }
        if (!user.isEmpty()) {
            scope = scope.forUser(user);
        }
        try {
            host.get().entitlement().reset(scope);
            host.get().authentication().reset(scope);
        } catch (NoSuchElementException e) {
            throw new IllegalArgumentException(e.getMessage());
        }
        return "reset " + scope;
    }

    @Override
    public String[] getTransports() {
        return host.get().transportNames().toArray(String[]::new);
    }

    @Override
    public String metrics() {
        return host.get().metricsText();
    }
}
