package dev.keyhole.cache;

import dev.keyhole.spi.ConnectionInfo;
import dev.keyhole.spi.EntitlementContext;
import dev.keyhole.spi.EntitlementDecision;
import dev.keyhole.spi.EntitlementRequest;
import dev.keyhole.spi.Explanation;
import dev.keyhole.spi.Identity;
import dev.keyhole.spi.KeyScope;
import dev.keyhole.spi.Operation;
import dev.keyhole.spi.Permission;
import dev.keyhole.spi.Resource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** A cache round a context that a test scripts. What is kept is the answer's detail. */
final class Fixture implements EntitlementContext {

    /** What the module does. */
    interface Script {
        EntitlementDecision check(EntitlementRequest request) throws InterruptedException;
    }

    private static final AtomicInteger CONNECTIONS = new AtomicInteger();

    final AtomicLong now = new AtomicLong(1_000);
    final AtomicInteger asked = new AtomicInteger();
    final List<String> told = Collections.synchronizedList(new ArrayList<>());
    volatile Script script = request -> EntitlementDecision.granted(Explanation.of("answer " + asked.get()));
    volatile Runnable atReset = () -> {};
    final CachedEntitlement<String> cache;
    private final KeyScope scope;

    Fixture(KeyScope scope, long all, int perUser) {
        this(scope, new CacheLimits(all, perUser, 1L << 30, 1L << 30));
    }

    Fixture(KeyScope scope, CacheLimits limits) {
        this.scope = scope;
        this.cache = new CachedEntitlement<>(
                this, decision -> decision.explanation().detail(), limits, now::get, this::refresh);
    }

    /** What was to be asked again. Nobody does so by himself. */
    final List<Refresh> refreshes = Collections.synchronizedList(new ArrayList<>());

    record Refresh(Seat<String> seat, EntitlementRequest request, Runnable failed) {

        String ask() {
            try {
                return seat.check(request);
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }
    }

    private void refresh(Seat<String> seat, EntitlementRequest request, Runnable failed) {
        refreshes.add(new Refresh(seat, request, failed));
    }

    static Fixture of(KeyScope scope) {
        return new Fixture(scope, 1_000_000, 10_000);
    }

    Place place(String user) {
        return place(user, "");
    }

    Place place(String user, String client) {
        return new Place(user, client);
    }

    /** A connection in the cache. */
    final class Place implements AutoCloseable {

        private final ConnectionInfo connection;
        private final Identity identity;
        final Seat<String> seat;

        Place(String user, String client) {
            connection = ConnectionInfo.builder("c" + CONNECTIONS.incrementAndGet(), "t")
                    .clientName(client)
                    .build();
            identity = Identity.of(user);
            seat = cache.open(connection, identity);
        }

        /** What is kept, or null. */
        String find(String topic) {
            return seat.find(Resource.topic(topic), Permission.READ, Operation.SUBSCRIBE);
        }

        String ask(String topic) {
            return ask(Resource.topic(topic), Permission.READ, Operation.SUBSCRIBE);
        }

        String ask(Resource resource, Permission permission, Operation operation) {
            try {
                return seat.check(new EntitlementRequest(connection, identity, resource, permission, operation));
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }

        /** The kept answer, else that of the module. */
        String get(String topic) {
            String kept = find(topic);
            return kept == null ? ask(topic) : kept;
        }

        @Override
        public void close() {
            seat.close();
        }
    }

    @Override
    public KeyScope keyScope() {
        return scope;
    }

    @Override
    public EntitlementDecision check(EntitlementRequest request) throws InterruptedException {
        asked.incrementAndGet();
        return script.check(request);
    }

    @Override
    public void reset() {
        told.add("reset");
        atReset.run();
    }

    @Override
    public void resetUser(String userName) {
        told.add("reset " + userName);
        atReset.run();
    }

    @Override
    public void close() {
        told.add("close");
    }
}
