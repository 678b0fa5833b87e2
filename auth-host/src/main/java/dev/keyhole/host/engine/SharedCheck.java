package dev.keyhole.host.engine;

import dev.keyhole.cache.Seat;
import dev.keyhole.spi.EntitlementRequest;
import dev.keyhole.spi.ModuleUnavailableException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One call of a module for all who ask the same at that moment. It goes on as long as one of them waits, whoever was the first.
 *
 * <p>All get its answer or its fault, with three exceptions. An answer that is for this once only is the first one's alone. If
 * the call was given up because the first one's time was over, or if the first one's connection is gone by then, those who still
 * have time ask again together, once.
 */
final class SharedCheck {

    private final SharedChecks checks;
    private final Place first;
    private final Consumer<SharedCheck> ended;

    // Guarded by this
    private final List<Place> places = new ArrayList<>(1);
    private @Nullable Call<Answer> call;
    private boolean over;

    /**
     * @param ended told that nobody can join any more, before anybody hears of the answer
     */
    SharedCheck(SharedChecks checks, Place first, Consumer<SharedCheck> ended) {
        this.checks = checks;
        this.first = first;
        this.ended = ended;
        places.add(first);
    }

    /**
     * Waits for the answer with the others.
     *
     * @return whether it isn't over yet
     */
    synchronized boolean join(Place place) {
        if (over) {
            return false;
        }
        places.add(place);
        place.waitsFor(this);
        return true;
    }

    /**
     * Asks the module, unless the answer is there.
     *
     * @throws ModuleUnavailableException if the host is closing
     */
    void start(Optional<Answer> kept) {
        first.waitsFor(this);
        if (kept.isPresent()) {
            end().forEach(place -> place.give(kept.get()));
            return;
        }
        Call<Answer> submitted;
        try {
            submitted = checks.call(first);
        } catch (ModuleUnavailableException closing) {
            end().stream().filter(place -> place != first).forEach(place -> place.fail(closing));
            throw closing;
        }
        boolean pointless;
        synchronized (this) {
            call = submitted;
            pointless = places.stream().noneMatch(Place::waits);
        }
        submitted.then(this::answered, this::failed);
        if (pointless) {
            submitted.giveUp("nobody waits for it any more");
        }
    }

    private void answered(Answer answer) {
        boolean anybodys = answer.isForAll() && first.seat().isOpen();
        List<Place> all = end();
        first.give(answer);
        for (Place place : all) {
            if (place != first && anybodys) {
                checks.tell(place::give, answer);
            } else if (place != first && answer.isForAll()) {
                checks.tell(place::askAgain, new GivenUp("the connection that asked for it is closed"));
            } else if (place != first) {
                place.askAlone();
            }
        }
    }

    private void failed(Throwable fault) {
        boolean firstOnly = fault instanceof GivenUp || !first.seat().isOpen();
        List<Place> all = end();
        first.fail(fault);
        for (Place place : all) {
            if (place != first) {
                checks.tell(firstOnly ? place::askAgain : place::fail, fault);
            }
        }
    }

    private List<Place> end() {
        List<Place> all;
        synchronized (this) {
            over = true;
            all = List.copyOf(places);
        }
        ended.accept(this);
        return all;
    }

    /** Somebody waits no more; without anybody the call has no purpose. */
    private void left(String why) {
        Call<Answer> pointless;
        synchronized (this) {
            if (over || places.stream().anyMatch(Place::waits)) {
                return;
            }
            over = true;
            pointless = call;
        }
        ended.accept(this);
        if (pointless != null) {
            pointless.giveUp(why);
        }
    }

    /** One who waits. */
    static final class Place implements Asked<Answer> {

        private final SharedChecks checks;
        private final Seat<Answer> seat;
        private final EntitlementRequest request;
        private final Executor threads;
        private final long since;
        private final CompletableFuture<Answer> result = new CompletableFuture<>();
        private volatile boolean givenUp;

        // Guarded by this
        private @Nullable SharedCheck shared;
        private @Nullable Call<Answer> own;
        private boolean asksAgain;
        private @Nullable Future<?> limit;

        /**
         * @param threads where the module is asked for this one if it needn't wait
         */
        Place(SharedChecks checks, Seat<Answer> seat, EntitlementRequest request, Executor threads) {
            this.checks = checks;
            this.seat = seat;
            this.request = request;
            this.threads = threads;
            this.since = checks.lane().time().nanoTime();
        }

        Seat<Answer> seat() {
            return seat;
        }

        EntitlementRequest request() {
            return request;
        }

        Executor threads() {
            return threads;
        }

        private synchronized void waitsFor(SharedCheck check) {
            shared = check;
        }

        private boolean waits() {
            return !givenUp;
        }

        private void give(Answer answer) {
            result.complete(answer);
            cancelLimit();
        }

        private void fail(Throwable fault) {
            result.completeExceptionally(fault);
            cancelLimit();
        }

        private synchronized void cancelLimit() {
            if (limit != null) {
                limit.cancel(false);
            }
        }

        /** What came of the question was nothing to this one, who asks once more while there is time. */
        private void askAgain(Throwable fault) {
            Lane lane = checks.lane();
            long left = checks.patience() - (lane.time().nanoTime() - since);
            boolean inVain;
            synchronized (this) {
                inVain = asksAgain || givenUp || left <= 0;
                asksAgain = true;
                if (!inVain) {
                    limit = lane.time().schedule(Duration.ofNanos(left), () -> giveUp("it hasn't answered in time"));
                }
            }
            if (inVain) {
                fail(fault);
                return;
            }
            try {
                checks.join(this, true);
            } catch (ModuleUnavailableException closing) {
                fail(closing);
            }
        }

        private void askAlone() {
            try {
                Call<Answer> call = checks.call(this);
                synchronized (this) {
                    own = call;
                }
                call.then(this::give, this::fail);
                if (givenUp) {
                    call.giveUp("nobody waits for it any more");
                }
            } catch (ModuleUnavailableException closing) {
                fail(closing);
            }
        }

        @Override
        public void then(Consumer<? super Answer> answered, Consumer<Throwable> failed) {
            Asked.hear(result, answered, failed);
        }

        @Override
        public void giveUp(String why) {
            givenUp = true;
            SharedCheck joined;
            Call<Answer> alone;
            synchronized (this) {
                joined = shared;
                alone = own;
            }
            checks.tell(this::fail, new GivenUp(why));
            if (alone != null) {
                alone.giveUp(why);
            }
            if (joined != null) {
                joined.left(why);
            }
        }
    }
}
