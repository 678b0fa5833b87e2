package dev.keyhole.artemis;

import dev.keyhole.host.Connection;
import dev.keyhole.host.DisconnectListener;
import dev.keyhole.host.Host;
import dev.keyhole.host.Scope;
import dev.keyhole.host.Transport;
import dev.keyhole.spi.ConnectionInfo;
import dev.keyhole.spi.ConnectionKind;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Consumer;

/**
 * The host that judges new connections, and those before it that still have some of theirs. A connection belongs to one
 * host for as long as it lasts. Thread-safe.
 */
final class HostReference {

    /** Hosts of earlier configurations that are kept; the connections of older ones end. */
    private static final int MOST_RETIRED = 3;

    /** Read by those who connect, written by those who exchange the host: nobody connects to one that isn't current. */
    private final ReadWriteLock lock = new ReentrantReadWriteLock();

    private volatile Host current;

    /** Hosts of before, the latest one last. Guarded by this. */
    private final Deque<Host> retired = new ArrayDeque<>();

    /** Those who came in, by any of the hosts, until they go. */
    private final Set<ClientConnection> clients = ConcurrentHashMap.newKeySet();

    HostReference(Host host) {
        this.current = host;
    }

    void came(ClientConnection client) {
        clients.add(client);
    }

    void went(ClientConnection client) {
        clients.remove(client);
    }

    /** Whose the connections are that are logged on and within a scope: an owner for each connection. */
    List<Owner> ownersWithin(Scope scope) {
        return clients.stream()
                .flatMap(client -> client.owner().stream())
                .filter(owner ->
                        scope.transport().map(owner.transport()::equals).orElse(true))
                .filter(owner -> scope.user().map(owner.userName()::equals).orElse(true))
                .toList();
    }

    Host get() {
        return current;
    }

    /**
     * A transport of whichever host is current when a connection is made.
     *
     * @throws NoSuchElementException if there is none of this name now
     */
    Transport transport(String name) {
        return new CurrentTransport(this, current.transport(name));
    }

    /**
     * Has another host judge from now on. Connections by transports that aren't changed stay, and are judged by the host that let
     * them in; all others end.
     *
     * @param changed names of transports that mean something else in the next host's configuration
     */
    synchronized void exchange(Host next, Set<String> changed) {
        lock.writeLock().lock();
        try {
            retired.addLast(current);
            current = next;
        } finally {
            lock.writeLock().unlock();
        }
        List<Host> over = new ArrayList<>();
        while (retired.size() > MOST_RETIRED) {
            over.add(retired.removeFirst());
        }
        for (Host host : List.copyOf(retired)) {
            List<Transport> transports = transportsOf(host);
            transports.stream()
                    .filter(transport -> changed.contains(transport.name()) || !has(next, transport.name()))
                    .forEach(transport -> transport.disconnectAll("the configuration of the transport has changed"));
            if (transports.stream().allMatch(transport -> transport.connectionCount() == 0)) {
                retired.remove(host);
                over.add(host);
            }
        }
        over.forEach(Host::close);
    }

    private static boolean has(Host host, String name) {
        return host.transportNames().contains(name)
                || (name.equals(Transport.ADMIN) && host.admin().isPresent());
    }

    private static List<Transport> transportsOf(Host host) {
        List<Transport> transports = new ArrayList<>();
        host.transportNames().forEach(name -> transports.add(host.transport(name)));
        host.admin().ifPresent(transports::add);
        return transports;
    }

    /** Does something to the current host, and then to all before it that still have connections. */
    synchronized void forEach(Consumer<Host> action) {
        action.accept(current);
        retired.forEach(action);
    }

    synchronized void close() {
        forEach(Host::close);
        retired.clear();
    }

    private Connection connect(String transport, ConnectionInfo info, DisconnectListener listener) {
        lock.readLock().lock();
        try {
            return current.transport(transport).connect(info, listener);
        } catch (NoSuchElementException e) {
            throw new IllegalStateException("the transport is gone", e);
        } finally {
            lock.readLock().unlock();
        }
    }

    /** What is known of a transport, and a connection to it as it is by then. */
    private record CurrentTransport(HostReference host, Transport known) implements Transport {

        @Override
        public String name() {
            return known.name();
        }

        @Override
        public ConnectionKind kind() {
            return known.kind();
        }

        @Override
        public String address() {
            return known.address();
        }

        @Override
        public String protocol() {
            return known.protocol();
        }

        @Override
        public Connection connect(ConnectionInfo info, DisconnectListener listener) {
            return host.connect(name(), info, listener);
        }

        @Override
        public int connectionCount() {
            return known.connectionCount();
        }

        @Override
        public void disconnectAll(String reason) {
            known.disconnectAll(reason);
        }
    }
}
