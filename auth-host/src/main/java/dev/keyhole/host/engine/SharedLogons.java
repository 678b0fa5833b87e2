package dev.keyhole.host.engine;

import dev.keyhole.spi.AuthenticationContext;
import dev.keyhole.spi.ConnectionInfo;
import dev.keyhole.spi.LogonRequest;
import dev.keyhole.spi.ModuleUnavailableException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;

/** Logons that are the same to a module at the same moment, so that it judges them once. Thread-safe. */
final class SharedLogons {

    private final Registration<AuthenticationContext> registration;
    private final Workers workers;
    private final Map<Key, SharedLogon> underWay = new ConcurrentHashMap<>();

    /** What a context takes for the same; another context may see it differently. */
    private record Key(AuthenticationContext context, Object logon) {}

    SharedLogons(Registration<AuthenticationContext> registration, Workers workers) {
        this.registration = registration;
        this.workers = workers;
    }

    /**
     * Joins a logon that is under way, or starts one that others may join.
     *
     * @param threads where the module is called if that is now
     * @return empty if the module wants it judged by itself
     * @throws ModuleUnavailableException if the host is closing
     */
    Optional<Asked<Dialogue.Reply>> ask(ConnectionInfo connection, LogonRequest request, Executor threads) {
        return key(connection, request).map(key -> join(key, connection, request, threads));
    }

    private Optional<Key> key(ConnectionInfo connection, LogonRequest request) {
        AuthenticationContext context = registration.current().contextIfOpen();
        if (context == null) {
            return Optional.empty();
        }
        try {
            return context.sharingKey(connection, request).map(logon -> new Key(context, logon));
        } catch (Throwable failure) {
            Faults.rethrowIfFatal(failure);
            registration.troubles().failed(registration.site(), "logon", failure);
            return Optional.empty();
        }
    }

    private Asked<Dialogue.Reply> join(Key key, ConnectionInfo connection, LogonRequest request, Executor threads) {
        while (true) {
            SharedLogon shared = underWay.computeIfAbsent(
                    key, unused -> new SharedLogon(registration, workers, request, over -> underWay.remove(key, over)));
            Optional<Asked<Dialogue.Reply>> place = shared.join(connection, threads);
            if (place.isPresent()) {
                return place.get();
            }
            // It was over by then, and is about to go.
            underWay.remove(key, shared);
        }
    }
}
