package dev.keyhole.host.engine;

import dev.keyhole.spi.ModuleUnavailableException;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One call of a module, from when it is handed to a lane until it returns. Whoever waits for it hears of it once: of its
 * answer, or that it was given up. A call that was given up while it ran is interrupted, and keeps its place in the lane
 * until it really returns.
 */
final class Call<T> implements Runnable, Asked<T> {

    private enum State {
        WAITING,
        RUNNING,
        /** Nobody waits for it any more. It may still run. */
        GIVEN_UP,
        ENDED
    }

    private final Lane lane;
    private final String what;
    private final Callable<T> body;
    private final Consumer<? super T> late;
    private final CompletableFuture<T> result = new CompletableFuture<>();

    // Guarded by this
    private State state = State.WAITING;
    private @Nullable Thread thread;
    private boolean busy;
    private long startedAt;
    private @Nullable Future<?> timer;

    /**
     * @param what what the module is asked, for the log
     * @param late takes an answer that comes after the call was given up
     */
    Call(Lane lane, String what, Callable<T> body, Consumer<? super T> late) {
        this.lane = lane;
        this.what = what;
        this.body = body;
        this.late = late;
    }

    /** On a thread that holds no place in the lane. */
    @Override
    public void then(Consumer<? super T> answered, Consumer<Throwable> failed) {
        Asked.hear(result, answered, failed);
    }

    /** Waits for the answer; fails as the module does. */
    T get() throws Throwable {
        try {
            return result.get();
        } catch (ExecutionException e) {
            throw e.getCause() == null ? e : e.getCause();
        } catch (InterruptedException e) {
            giveUp("nobody waits for it any more");
            throw e;
        }
    }

    /** Gives the call up if it hasn't started by then. */
    synchronized void limitWait(Duration limit) {
        if (state == State.WAITING) {
            timer = lane.time()
                    .schedule(
                            limit,
                            () -> giveUp("it is busy, and a call waited " + Nanos.inWords(Nanos.of(limit))
                                    + " for its turn"));
        }
    }

    @Override
    public void run() {
        if (!begin()) {
            lane.ended(this);
            return;
        }
        Thread current = Thread.currentThread();
        ClassLoader callersLoader = current.getContextClassLoader();
        Answer<T> answer;
        try {
            current.setContextClassLoader(lane.loader());
            answer = call();
        } finally {
            current.setContextClassLoader(callersLoader);
        }
        boolean onTime = end();
        // The interrupt that ended this call mustn't reach what this thread does next.
        boolean interrupted = Thread.interrupted() || answer.failure() instanceof InterruptedException;
        // Before anybody hears of the answer: what they do with it is none of the lane's business.
        lane.ended(this);
        deliver(answer, onTime);
        if (interrupted && onTime && !lane.workers().isCallThread()) {
            // It wasn't ours, but is meant for the broker whose thread this is.
            current.interrupt();
        }
    }

    /** An answer or a failure; one of them is there. */
    private record Answer<T>(@Nullable T value, @Nullable Throwable failure) {}

    private Answer<T> call() {
        try {
            T value = body.call();
            return value == null
                    ? new Answer<>(null, new ModuleUnavailableException("it answered nothing at all"))
                    : new Answer<>(value, null);
        } catch (Throwable failure) {
            return new Answer<>(null, failure);
        }
    }

    private void deliver(Answer<T> answer, boolean onTime) {
        T value = answer.value();
        Throwable failure = answer.failure();
        if (!onTime) {
            if (value != null) {
                late.accept(value);
            }
        } else if (value != null) {
            result.complete(value);
        } else if (failure != null) {
            result.completeExceptionally(failure);
        }
    }

    private synchronized boolean begin() {
        if (state != State.WAITING) {
            return false;
        }
        state = State.RUNNING;
        thread = Thread.currentThread();
        startedAt = lane.time().nanoTime();
        schedule(lane.warnAfter(), this::warnThatSlow);
        return true;
    }

    private boolean end() {
        lane.ran(lane.time().nanoTime() - startedAt());
        return ended();
    }

    private synchronized long startedAt() {
        return startedAt;
    }

    private synchronized boolean ended() {
        boolean onTime = state == State.RUNNING;
        state = State.ENDED;
        thread = null;
        if (busy) {
            lane.workers().busyCallEnded();
        }
        cancelTimer();
        return onTime;
    }

    private void warnThatSlow() {
        synchronized (this) {
            if (state != State.RUNNING) {
                return;
            }
            Duration left = lane.limit().minus(lane.warnAfter());
            schedule(left, () -> giveUp("it hasn't answered within " + Nanos.inWords(Nanos.of(lane.limit()))));
            if (thread != null && thread.getState() == Thread.State.RUNNABLE) {
                busy = true;
                lane.workers().busyCallFound();
            }
        }
        tellLane(Lane.Trouble.SLOW);
    }

    /** Interrupts the call if it runs. */
    @Override
    public void giveUp(String why) {
        boolean ran;
        synchronized (this) {
            if (state != State.WAITING && state != State.RUNNING) {
                return;
            }
            ran = state == State.RUNNING;
            state = State.GIVEN_UP;
            cancelTimer();
            if (thread != null) {
                thread.interrupt();
                schedule(lane.warnAfter(), () -> tellLane(Lane.Trouble.STUCK));
            }
        }
        if (!ran) {
            lane.forget(this);
        }
        lane.workers().tell(() -> result.completeExceptionally(new GivenUp(why)));
    }

    private void tellLane(Lane.Trouble trouble) {
        Thread running;
        long since;
        synchronized (this) {
            running = thread;
            since = startedAt;
        }
        if (running != null) {
            lane.tell(trouble, what, lane.time().nanoTime() - since, running.getStackTrace());
        }
    }

    private void schedule(Duration delay, Runnable task) {
        cancelTimer();
        timer = lane.time().schedule(delay, task);
    }

    private void cancelTimer() {
        Future<?> pending = timer;
        if (pending != null) {
            pending.cancel(false);
            timer = null;
        }
    }
}
