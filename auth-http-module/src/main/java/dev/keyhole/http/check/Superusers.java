package dev.keyhole.http.check;

import dev.keyhole.spi.HostServices;
import dev.keyhole.spi.ModuleUnavailableException;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * Who is a superuser: asked once for each user, however many checks want to know it at the same moment, and kept apart from the
 * answers about topics. Of too many users the least used are forgotten. Thread-safe.
 */
final class Superusers {

    private final HostServices host;
    private final Lifetimes lifetimes;
    private final int maxUsers;

    // Guarded by this
    private final Map<String, Known> known = new LinkedHashMap<>(16, 0.75f, true);
    private final Map<String, CompletableFuture<Standing>> underWay = new HashMap<>();
    private long resets;

    /**
     * What a user is.
     *
     * @param superuser false if the service said no, or has no opinion
     * @param left how much longer it holds; zero if for this once
     * @param detail for operators
     */
    record Standing(boolean superuser, Duration left, String detail) {}

    /**
     * What is kept, in the time of {@link HostServices#nanoTime()}.
     *
     * @param due when it is asked for again, while it still holds
     */
    private record Known(boolean superuser, long due, long until, String detail) {

        Standing at(long now) {
            return new Standing(superuser, Duration.ofNanos(until - now), detail);
        }
    }

    /** Asks the service about one user. */
    interface Source {
        Vote ask() throws InterruptedException;
    }

    Superusers(HostServices host, Lifetimes lifetimes, int maxUsers) {
        this.host = host;
        this.lifetimes = lifetimes;
        this.maxUsers = maxUsers;
    }

    /**
     * @throws ModuleUnavailableException if there is no telling
     * @throws InterruptedException if the thread was interrupted
     */
    Standing find(String userName, Source source) throws InterruptedException {
        while (true) {
            CompletableFuture<Standing> others;
            CompletableFuture<Standing> mine = new CompletableFuture<>();
            long resetsBefore;
            synchronized (this) {
                long now = host.nanoTime();
                Known kept = stillHolding(userName, now);
                if (kept != null && (now - kept.due() < 0 || underWay.containsKey(userName))) {
                    return kept.at(now);
                }
                others = underWay.putIfAbsent(userName, mine);
                resetsBefore = resets;
            }
            if (others == null) {
                return ask(userName, source, mine, resetsBefore);
            }
            try {
                return others.get();
            } catch (ExecutionException e) {
                if (e.getCause() instanceof ModuleUnavailableException fault) {
                    throw new ModuleUnavailableException(String.valueOf(fault.getMessage()));
                }
                // Whoever asked was interrupted, which says nothing about the service: somebody else asks.
            }
        }
    }

    private @Nullable Known stillHolding(String userName, long now) {
        Known kept = known.get(userName);
        if (kept != null && now - kept.until() >= 0) {
            known.remove(userName);
            return null;
        }
        return kept;
    }

    private synchronized Optional<Standing> present(String userName) {
        long now = host.nanoTime();
        return Optional.ofNullable(stillHolding(userName, now)).map(kept -> kept.at(now));
    }

    private Standing ask(String userName, Source source, CompletableFuture<Standing> mine, long resetsBefore)
            throws InterruptedException {
        try {
            Standing standing = keep(userName, source.ask(), resetsBefore);
            mine.complete(standing);
            return standing;
        } catch (ModuleUnavailableException e) {
            // What is kept was due to be asked for again, and holds to its own end.
            Optional<Standing> standing = present(userName);
            if (standing.isEmpty()) {
                mine.completeExceptionally(e);
                throw e;
            }
            mine.complete(standing.get());
            return standing.get();
        } finally {
            synchronized (this) {
                underWay.remove(userName, mine);
            }
            mine.completeExceptionally(new InterruptedException());
        }
    }

    private Standing keep(String userName, Vote vote, long resetsBefore) {
        if (vote instanceof Vote.None) {
            return new Standing(false, Duration.ZERO, vote.detail());
        }
        boolean superuser = vote instanceof Vote.Yes;
        Duration lifetime =
                superuser ? lifetimes.ofYes(((Vote.Yes) vote).terms()) : lifetimes.ofNo(((Vote.No) vote).terms());
        long now = host.nanoTime();
        long until = now + lifetime.toNanos();
        long ahead = superuser ? Math.min(lifetimes.refreshAhead().toNanos(), lifetime.toNanos() / 2) : 0;
        Known next = new Known(superuser, until - ahead, until, vote.detail());
        synchronized (this) {
            if (resets == resetsBefore && !lifetime.isZero()) {
                known.put(userName, next);
                if (known.size() > maxUsers) {
                    known.remove(known.keySet().iterator().next());
                }
            } else {
                known.remove(userName);
            }
        }
        return next.at(now);
    }

    /** Forgets all users. Who asks from now on gets an answer that was asked for from now on. */
    synchronized void reset() {
        resets++;
        known.clear();
        underWay.clear();
    }

    /** Forgets a user, in the same way. */
    synchronized void resetUser(String userName) {
        resets++;
        known.remove(userName);
        underWay.remove(userName);
    }

    /** Number of users of whom something is kept. */
    synchronized int size() {
        return known.size();
    }
}
