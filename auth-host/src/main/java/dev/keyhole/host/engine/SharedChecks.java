package dev.keyhole.host.engine;

import dev.keyhole.cache.Seat;
import dev.keyhole.spi.EntitlementContext;
import dev.keyhole.spi.EntitlementRequest;
import dev.keyhole.spi.Operation;
import dev.keyhole.spi.Permission;
import dev.keyhole.spi.Resource;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/**
 * Checks that ask a module the same at the same moment, so that it is asked once. What is the same is what a cached answer would be
 * given to: the module's key scope, resource, permission and operation. Thread-safe.
 */
final class SharedChecks {

    private final Registration<EntitlementContext> registration;
    private final Workers workers;
    private final ConcurrentMap<Object, SharedCheck> underWay = new ConcurrentHashMap<>();

    SharedChecks(Registration<EntitlementContext> registration, Workers workers) {
        this.registration = registration;
        this.workers = workers;
    }

    /**
     * Joins a question that is under way, or has the module asked.
     *
     * @param threads where the module is asked if it needn't wait
     * @throws dev.keyhole.spi.ModuleUnavailableException if the host is closing
     */
    Asked<Answer> ask(Seat<Answer> seat, EntitlementRequest request, Executor threads) {
        SharedCheck.Place place = new SharedCheck.Place(this, seat, request, threads);
        join(place, true);
        return place;
    }

    /**
     * Has the module asked, whatever is in the cache, unless it is being asked already.
     *
     * @throws dev.keyhole.spi.ModuleUnavailableException if the host is closing
     */
    Asked<Answer> askAgain(Seat<Answer> seat, EntitlementRequest request) {
        SharedCheck.Place place = new SharedCheck.Place(this, seat, request, workers);
        join(place, false);
        return place;
    }

    /**
     * @param cached whether an answer that is in the cache by now will do
     */
    void join(SharedCheck.Place place, boolean cached) {
        EntitlementRequest request = place.request();
        Resource resource = request.resource();
        Permission permission = request.permission();
        Operation operation = request.operation();
        Object key = place.seat().question(resource, permission, operation);
        while (true) {
            SharedCheck mine = new SharedCheck(this, place, over -> underWay.remove(key, over));
            SharedCheck present = underWay.putIfAbsent(key, mine);
            if (present == null) {
                // Somebody may have been answered between the first look into the cache and now.
                Optional<Answer> kept = cached
                        ? Optional.ofNullable(place.seat().peek(resource, permission, operation))
                        : Optional.empty();
                mine.start(kept);
                return;
            }
            if (present.join(place)) {
                return;
            }
            // It was over by then, and is about to go.
            underWay.remove(key, present);
        }
    }

    /**
     * Has the module asked for one.
     *
     * @throws dev.keyhole.spi.ModuleUnavailableException if the host is closing
     */
    Call<Answer> call(SharedCheck.Place place) {
        Opening<EntitlementContext> opening = registration.enter();
        try {
            Call<Answer> call = opening.submit(
                    "check", context -> place.seat().check(place.request()), late -> {}, place.threads());
            call.limitWait(opening.lane().limit());
            return call;
        } finally {
            opening.leave();
        }
    }

    /** How long one may wait for an answer: for its turn, and then for the module. */
    long patience() {
        return 2 * Nanos.of(registration.current().lane().limit());
    }

    Lane lane() {
        return registration.current().lane();
    }

    /** Has somebody told, on a thread where that holds up nobody else. */
    <T> void tell(Consumer<T> listener, T what) {
        workers.tell(() -> listener.accept(what));
    }
}
