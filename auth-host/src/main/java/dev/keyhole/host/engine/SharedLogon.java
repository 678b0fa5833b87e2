package dev.keyhole.host.engine;

import dev.keyhole.spi.AuthenticationContext;
import dev.keyhole.spi.AuthenticationResult;
import dev.keyhole.spi.ConnectionInfo;
import dev.keyhole.spi.LogonRequest;
import dev.keyhole.spi.ModuleUnavailableException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One call of a module for all who ask the same at that moment. It goes on as long as one of them waits, whoever was the
 * first. A thread is taken by the call alone.
 */
final class SharedLogon {

    private final Registration<AuthenticationContext> registration;
    private final Workers workers;
    private final LogonRequest request;
    private final Consumer<SharedLogon> ended;

    // Guarded by this
    private final List<Place> places = new ArrayList<>();
    private @Nullable Dialogue dialogue;
    private @Nullable Call<Dialogue.Reply> call;
    private boolean over;

    /**
     * @param ended told that nobody can join any more, before anybody hears of the answer
     */
    SharedLogon(
            Registration<AuthenticationContext> registration,
            Workers workers,
            LogonRequest request,
            Consumer<SharedLogon> ended) {
        this.registration = registration;
        this.workers = workers;
        this.request = request;
        this.ended = ended;
    }

    /**
     * Waits for the answer with the others; the first has the module asked.
     *
     * @param threads where the module is called if that is now
     * @return empty if it is over
     * @throws ModuleUnavailableException if the host is closing
     */
    Optional<Asked<Dialogue.Reply>> join(ConnectionInfo connection, Executor threads) {
        Place place = new Place(connection);
        Call<Dialogue.Reply> started;
        synchronized (this) {
            if (over) {
                return Optional.empty();
            }
            places.add(place);
            if (call != null) {
                return Optional.of(place);
            }
            started = start(connection, threads);
        }
        started.then(this::answered, this::failed);
        return Optional.of(place);
    }

    private Call<Dialogue.Reply> start(ConnectionInfo connection, Executor threads) {
        try {
            Dialogue begun = new Dialogue(registration, connection);
            Call<Dialogue.Reply> submitted = begun.respond(request, threads);
            dialogue = begun;
            call = submitted;
            return submitted;
        } catch (ModuleUnavailableException closing) {
            over = true;
            ended.accept(this);
            throw closing;
        }
    }

    private void answered(Dialogue.Reply reply) {
        Dialogue held = dialogue();
        List<Place> all = end();
        if (reply.result() instanceof AuthenticationResult.Challenge) {
            reply.discard();
            ModuleUnavailableException fault =
                    new ModuleUnavailableException("it challenged a logon that it said others may share");
            all.forEach(place -> place.fail(fault));
        } else {
            // The first comes last: as long as it hasn't its answer, nothing of that is released.
            for (Place place : all.subList(1, all.size())) {
                if (place.waits()) {
                    give(place, held.share(reply, place.connection));
                }
            }
            all.get(0).give(reply);
        }
        held.end();
    }

    private void give(Place place, Optional<Dialogue.Reply> reply) {
        workers.tell(() -> reply.ifPresentOrElse(place::give, place::askAlone));
    }

    private void failed(Throwable fault) {
        Dialogue held = dialogue();
        // An interrupt from outside is the matter of the one on whose thread the module was called.
        boolean firstOnly = fault instanceof InterruptedException;
        List<Place> all = end();
        all.stream()
                .skip(1)
                .filter(Place::waits)
                .forEach(place -> workers.tell(firstOnly ? place::askAlone : () -> place.fail(fault)));
        workers.tell(() -> all.get(0).fail(fault));
        held.end();
    }

    private synchronized Dialogue dialogue() {
        Dialogue begun = dialogue;
        if (begun == null) {
            throw new IllegalStateException("nothing was asked");
        }
        return begun;
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
        Call<Dialogue.Reply> pointless;
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
    private final class Place implements Asked<Dialogue.Reply> {

        private final ConnectionInfo connection;
        private final CompletableFuture<Dialogue.Reply> result = new CompletableFuture<>();
        private volatile boolean givenUp;
        private volatile @Nullable Dialogue own;
        private volatile @Nullable Call<Dialogue.Reply> ownCall;

        Place(ConnectionInfo connection) {
            this.connection = connection;
        }

        boolean waits() {
            return !givenUp;
        }

        void give(Dialogue.Reply reply) {
            if (!result.complete(reply)) {
                reply.discard();
            }
        }

        void fail(Throwable fault) {
            result.completeExceptionally(fault);
        }

        /** The answer can't be shared with this one after all. */
        void askAlone() {
            try {
                Dialogue begun = new Dialogue(registration, connection);
                Call<Dialogue.Reply> submitted = begun.respond(request, workers);
                own = begun;
                ownCall = submitted;
                submitted.then(this::give, this::fail);
                if (givenUp) {
                    endOwn("the logon is over");
                }
            } catch (ModuleUnavailableException closing) {
                fail(closing);
            }
        }

        private void endOwn(String why) {
            Call<Dialogue.Reply> running = ownCall;
            Dialogue begun = own;
            if (running != null) {
                running.giveUp(why);
            }
            if (begun != null) {
                begun.end();
            }
        }

        @Override
        public void then(Consumer<? super Dialogue.Reply> answered, Consumer<Throwable> failed) {
            Asked.hear(result, answered, failed);
        }

        @Override
        public void giveUp(String why) {
            givenUp = true;
            if (result.isDone()) {
                endOwn(why);
                return;
            }
            workers.tell(() -> fail(new ModuleUnavailableException(why)));
            endOwn(why);
            left(why);
        }
    }
}
