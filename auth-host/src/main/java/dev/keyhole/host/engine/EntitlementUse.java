package dev.keyhole.host.engine;

import dev.keyhole.cache.CachedEntitlement;
import dev.keyhole.cache.Seat;
import dev.keyhole.cache.Tally;
import dev.keyhole.spi.ConnectionInfo;
import dev.keyhole.spi.EntitlementContext;
import dev.keyhole.spi.EntitlementRequest;
import dev.keyhole.spi.Identity;
import dev.keyhole.spi.KeyScope;
import dev.keyhole.spi.ModuleUnavailableException;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.LongAdder;

/** One module of a transport's entitlement chain, with the cache of its answers. */
final class EntitlementUse {

    private final Registration<EntitlementContext> registration;
    private final CachedEntitlement<Answer> cache;
    private final SharedChecks shared;

    /**
     * @param scope who shares an answer of the module; it is the same for each of its contexts
     */
    EntitlementUse(Registration<EntitlementContext> registration, KeyScope scope, EngineParts parts) {
        this.registration = registration;
        this.shared = new SharedChecks(registration, parts.workers());
        EngineSettings settings = parts.settings();
        String module = registration.site().module();
        this.cache = new CachedEntitlement<>(
                new RenewableEntitlement(registration, scope),
                decision -> Answer.of(module, decision),
                settings.cacheLimits(),
                parts.time()::nanoTime,
                this::refresh);
    }

    String module() {
        return registration.site().module();
    }

    Registration<EntitlementContext> registration() {
        return registration;
    }

    CachedEntitlement<Answer> cache() {
        return cache;
    }

    Seat<Answer> open(ConnectionInfo connection, Identity identity) {
        return cache.open(connection, identity);
    }

    /** Tells the module that a connection is there. */
    void joined(ConnectionInfo connection, Identity identity) {
        if (mayHear()) {
            registration.inform(context -> context.joined(connection, identity));
        }
    }

    /** Tells the module that a connection is gone. */
    void left(ConnectionInfo connection, Identity identity) {
        if (mayHear()) {
            registration.inform(context -> context.left(connection, identity));
        }
    }

    private boolean mayHear() {
        EntitlementContext context = registration.current().contextIfOpen();
        return context == null || Presence.isHeardBy(context);
    }

    /**
     * Has the module asked, or waits with others who ask it the same.
     *
     * @param threads where it is asked if it needn't wait
     * @throws ModuleUnavailableException if the host is closing
     */
    Asked<Answer> ask(Seat<Answer> seat, EntitlementRequest request, Executor threads) {
        return shared.ask(seat, request, threads);
    }

    /**
     * Asks the module at once, on this thread, to which it {@linkplain #knows said} that it needn't wait: without a place in its
     * lane, and without a limit.
     *
     * @throws ModuleUnavailableException if the module doesn't find out, or the host is closing
     * @throws InterruptedException if the module says that it was interrupted
     */
    Answer askHere(Seat<Answer> seat, EntitlementRequest request) throws InterruptedException {
        Lane lane = registration.current().lane();
        long startedAt = lane.time().nanoTime();
        Thread current = Thread.currentThread();
        ClassLoader before = current.getContextClassLoader();
        current.setContextClassLoader(lane.loader());
        try {
            return seat.check(request);
        } catch (InterruptedException e) {
            if (!lane.workers().isCallThread()) {
                // It is meant for the broker whose thread this is.
                current.interrupt();
            }
            throw e;
        } finally {
            current.setContextClassLoader(before);
            lane.ran(lane.time().nanoTime() - startedAt);
        }
    }

    /** Whether the module has the answer at hand. */
    boolean knows(EntitlementRequest request) {
        EntitlementContext context = registration.current().contextIfOpen();
        try {
            return context != null && context.knows(request);
        } catch (Throwable failure) {
            Faults.rethrowIfFatal(failure);
            registration.troubles().failed(registration.site(), "check", failure);
            return false;
        }
    }

    /** Has the module asked in the background, unless others wait for it already. */
    private void refresh(Seat<Answer> seat, EntitlementRequest request, Runnable failed) {
        if (registration.current().lane().waiting() > 0) {
            failed.run();
            return;
        }
        try {
            shared.askAgain(seat, request).then(answer -> {}, fault -> {
                registration.faults().increment();
                if (!Faults.isExpected(fault)) {
                    registration.troubles().failed(registration.site(), "check", fault);
                }
                failed.run();
            });
        } catch (ModuleUnavailableException closing) {
            failed.run();
        }
    }

    /** How many checks found their answer in the cache, by what it was. */
    Tally hits() {
        return cache.hits();
    }

    /** How many checks the module was asked. */
    LongAdder misses() {
        return cache.misses();
    }

    /** How many answers are kept. */
    long cachedDecisions() {
        return cache.size();
    }

    /** How much memory they take, about. */
    long cachedBytes() {
        return cache.bytes();
    }

    /** The module and its cache forget everything. */
    void reset() {
        cache.reset();
    }

    void resetUser(String userName) {
        cache.resetUser(userName);
    }

    /** The cache forgets a user; the module knows already. */
    void forgetUser(String userName) {
        cache.forgetUser(userName);
    }

    /** The cache forgets everything; the module isn't told. */
    void forgetAll() {
        cache.forgetAll();
    }

    /** A new context takes the place of the present one, and nothing is cached. */
    void renew() {
        registration.renew();
        cache.forgetAll();
    }

    void close() {
        registration.close();
    }
}
