package dev.keyhole.host.engine;

import dev.keyhole.cache.CacheLimits;
import dev.keyhole.cache.CachedEntitlement;
import dev.keyhole.cache.Seat;
import dev.keyhole.spi.ConnectionInfo;
import dev.keyhole.spi.EntitlementContext;
import dev.keyhole.spi.EntitlementRequest;
import dev.keyhole.spi.Identity;
import dev.keyhole.spi.KeyScope;
import java.util.concurrent.atomic.LongAdder;

/** One module of a transport's entitlement chain, with the cache of its answers. */
final class EntitlementUse {

    private final Registration<EntitlementContext> registration;
    private final CachedEntitlement<Answer> cache;

    /**
     * @param scope who shares an answer of the module; it is the same for each of its contexts
     */
    EntitlementUse(Registration<EntitlementContext> registration, KeyScope scope, EngineParts parts) {
        this.registration = registration;
        EngineSettings settings = parts.settings();
        String module = registration.site().module();
        this.cache = new CachedEntitlement<>(
                new RenewableEntitlement(registration, scope),
                decision -> Answer.of(module, decision),
                new CacheLimits(settings.maxCachedDecisions(), settings.maxCachedDecisionsPerUser()),
                parts.time()::nanoTime);
    }

    String module() {
        return registration.site().module();
    }

    Registration<EntitlementContext> registration() {
        return registration;
    }

    Seat<Answer> open(ConnectionInfo connection, Identity identity) {
        return cache.open(connection, identity);
    }

    /** Tells the module that a connection is there. */
    void joined(ConnectionInfo connection, Identity identity) {
        registration.inform(context -> context.joined(connection, identity));
    }

    /** Tells the module that a connection is gone. */
    void left(ConnectionInfo connection, Identity identity) {
        registration.inform(context -> context.left(connection, identity));
    }

    /**
     * Has the module asked.
     *
     * @throws dev.keyhole.spi.ModuleUnavailableException if the host is closing
     */
    Call<Answer> ask(Seat<Answer> seat, EntitlementRequest request) {
        Opening<EntitlementContext> opening = registration.enter();
        try {
            Call<Answer> call = opening.submit("check", context -> seat.check(request), late -> {});
            call.limitWait(opening.lane().limit());
            return call;
        } finally {
            opening.leave();
        }
    }

    /** How many checks found their answer in the cache. */
    LongAdder hits() {
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

    /** A new context takes the place of the present one, and nothing is cached. */
    void renew() {
        registration.renew();
        cache.forgetAll();
    }

    void close() {
        registration.close();
    }
}
