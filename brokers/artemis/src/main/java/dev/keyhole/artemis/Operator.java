package dev.keyhole.artemis;

import dev.keyhole.host.Host;
import dev.keyhole.host.Scope;
import dev.keyhole.spi.ConfigurationException;
import java.lang.management.ManagementFactory;
import java.util.LinkedHashSet;
import java.util.List;
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

    /** A host, and what the configuration says that it was started with. */
    record Started(Host host, TransportMeanings meanings) {}

    private final HostReference host;
    private final Supplier<Started> starter;

    /** Of the configuration in force. Guarded by this. */
    private TransportMeanings meanings;

    /**
     * @param starter starts a host with the configuration file as it is now
     */
    Operator(HostReference host, TransportMeanings meanings, Supplier<Started> starter) {
        this.host = host;
        this.meanings = meanings;
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
        Started started;
        try {
            started = starter.get();
        } catch (ConfigurationException e) {
            log.error(
                    "the configuration isn't reloaded, and nothing changes:{}{}",
                    System.lineSeparator(),
                    e.getMessage());
            throw new IllegalArgumentException(e.getMessage());
        }
        Host next = started.host();
        if (next.settings().nameStyle() != host.get().settings().nameStyle()) {
            next.close();
            throw new IllegalArgumentException("another 'NameStyle' needs a restart of the broker; nothing is changed");
        }
        Set<String> before = host.get().transportNames();
        Set<String> concerned = meanings.changedIn(started.meanings());
        Set<String> changed = new LinkedHashSet<>(next.transportNames());
        changed.retainAll(before);
        changed.retainAll(concerned);
        meanings = started.meanings();
        host.exchange(next, concerned);
        String done = "reloaded, with transports " + next.transportNames()
                + difference("; changed: ", changed, Set.of())
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
        Scope concerned = scope;
        List<Owner> owners = host.ownersWithin(concerned);
        host.forEach(each -> reset(each, concerned));
        return "reset " + scope + "; ended " + count(owners.size(), "connection") + " of "
                + count(owners.stream().map(Owner::userName).distinct().count(), "user");
    }

    private static String count(long number, String thing) {
        return number + " " + thing + (number == 1 ? "" : "s");
    }

    private void reset(Host each, Scope scope) {
        try {
            each.entitlement().reset(scope);
            each.authentication().reset(scope);
        } catch (NoSuchElementException e) {
            // An earlier host may not have had the transport.
            if (each == host.get()) {
                throw new IllegalArgumentException(e.getMessage());
            }
        }
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
