package dev.keyhole.http;

import dev.keyhole.spi.HostServices;
import dev.keyhole.spi.ModuleUnavailableException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;

/**
 * Documents that are fetched when a user is first asked about, and kept until a reset. Those of users who are connected
 * stay; of the others the least used go when there are too many. Thread-safe.
 */
final class DocumentsOnDemand {

    /** For so long a service that said no, or nothing, isn't asked about the same user again. */
    static final Duration FAILURE_LASTS = Duration.ofSeconds(5);

    private final HostServices host;
    private final int maxUsers;
    private final Consumer<String> forgotten;
    private final Map<String, Fetched.Document> kept = new LinkedHashMap<>(16, 0.75f, true);
    private final Map<String, Failure> failures = new LinkedHashMap<>();
    private final Map<String, CompletableFuture<Fetched>> underWay = new HashMap<>();
    private final Map<String, Integer> connections = new HashMap<>();
    private long resets;

    /** What went wrong, and until when nobody tries again. */
    private record Failure(long until, Optional<Fetched.Refused> refused, String fault) {}

    /** Fetches the document of one user. */
    interface Source {
        Fetched fetch() throws InterruptedException;
    }

    /**
     * @param maxUsers most documents that are kept, those of connected users aside
     * @param forgotten told the name of each user whose document made room for another
     */
    DocumentsOnDemand(HostServices host, int maxUsers, Consumer<String> forgotten) {
        this.host = host;
        this.maxUsers = maxUsers;
        this.forgotten = forgotten;
    }

    /**
     * A user's document; fetched once, however many ask at the same moment.
     *
     * @throws ModuleUnavailableException if there is no telling
     * @throws InterruptedException if the thread was interrupted
     */
    Fetched get(String userName, Source source) throws InterruptedException {
        while (true) {
            CompletableFuture<Fetched> others;
            CompletableFuture<Fetched> mine = new CompletableFuture<>();
            long resetsBefore;
            synchronized (this) {
                Optional<Fetched> known = known(userName);
                if (known.isPresent()) {
                    return known.get();
                }
                others = underWay.putIfAbsent(userName, mine);
                resetsBefore = resets;
            }
            if (others == null) {
                return fetch(userName, source, mine, resetsBefore);
            }
            try {
                return others.get();
            } catch (ExecutionException e) {
                if (e.getCause() instanceof ModuleUnavailableException fault) {
                    throw new ModuleUnavailableException(String.valueOf(fault.getMessage()));
                }
                // Whoever fetched was interrupted, which says nothing about the service: somebody else tries.
            }
        }
    }

    private Optional<Fetched> known(String userName) {
        Fetched.Document document = kept.get(userName);
        if (document != null) {
            return Optional.of(document);
        }
        Failure failure = failures.get(userName);
        if (failure == null || host.nanoTime() - failure.until() >= 0) {
            return Optional.empty();
        }
        if (failure.refused().isEmpty()) {
            throw new ModuleUnavailableException(failure.fault());
        }
        return failure.refused().map(refused -> refused);
    }

    private Fetched fetch(String userName, Source source, CompletableFuture<Fetched> mine, long resetsBefore)
            throws InterruptedException {
        try {
            Fetched fetched = source.fetch();
            keep(userName, fetched, resetsBefore);
            mine.complete(fetched);
            return fetched;
        } catch (ModuleUnavailableException e) {
            fail(userName, new Failure(failureEnds(), Optional.empty(), String.valueOf(e.getMessage())), resetsBefore);
            mine.completeExceptionally(e);
            throw e;
        } finally {
            synchronized (this) {
                underWay.remove(userName, mine);
            }
            mine.completeExceptionally(new InterruptedException());
        }
    }

    private long failureEnds() {
        return host.nanoTime() + FAILURE_LASTS.toNanos();
    }

    private void keep(String userName, Fetched fetched, long resetsBefore) {
        Optional<String> evicted = Optional.empty();
        if (fetched instanceof Fetched.Refused refused) {
            fail(userName, new Failure(failureEnds(), Optional.of(refused), ""), resetsBefore);
        } else if (fetched instanceof Fetched.Document document) {
            synchronized (this) {
                if (resets == resetsBefore) {
                    failures.remove(userName);
                    evicted = kept.containsKey(userName) ? Optional.empty() : makeRoom();
                    kept.put(userName, document);
                }
            }
        }
        evicted.ifPresent(forgotten);
    }

    private Optional<String> makeRoom() {
        if (kept.size() < maxUsers) {
            return Optional.empty();
        }
        Iterator<String> leastUsedFirst = kept.keySet().iterator();
        while (leastUsedFirst.hasNext()) {
            String userName = leastUsedFirst.next();
            if (!connections.containsKey(userName)) {
                leastUsedFirst.remove();
                return Optional.of(userName);
            }
        }
        throw new ModuleUnavailableException("there is no room for another user's document: " + maxUsers
                + " users are connected, and that is" + " 'MaxUsers'");
    }

    private synchronized void fail(String userName, Failure failure, long resetsBefore) {
        if (resets != resetsBefore) {
            return;
        }
        Iterator<Failure> oldestFirst = failures.values().iterator();
        while (oldestFirst.hasNext() && isOver(oldestFirst.next())) {
            oldestFirst.remove();
        }
        if (failures.size() < maxUsers) {
            failures.remove(userName);
            failures.put(userName, failure);
        }
    }

    private boolean isOver(Failure failure) {
        return host.nanoTime() - failure.until() >= 0;
    }

    /** A user has one more connection. */
    synchronized void connected(String userName) {
        connections.merge(userName, 1, Integer::sum);
    }

    /** A user has one connection less. */
    synchronized void disconnected(String userName) {
        connections.computeIfPresent(userName, (name, count) -> count == 1 ? null : count - 1);
    }

    /** Forgets all documents. Who asks from now on gets one that was asked for from now on. */
    synchronized void reset() {
        resets++;
        kept.clear();
        failures.clear();
        underWay.clear();
    }

    /** Forgets a user's document, in the same way. */
    synchronized void resetUser(String userName) {
        resets++;
        kept.remove(userName);
        failures.remove(userName);
        underWay.remove(userName);
    }

    /** Number of users whose document is kept. */
    synchronized int size() {
        return kept.size();
    }
}
