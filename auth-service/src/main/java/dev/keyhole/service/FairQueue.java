package dev.keyhole.service;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs tasks on a few threads, and lets the lines in which they stand take turns: who has a hundred tasks waiting makes
 * nobody wait for more than one of them. Where there is no room left, the longest line loses its last. Thread-safe.
 */
final class FairQueue implements AutoCloseable {

    /** Why a task isn't run. */
    enum Drop {
        /** Its own line took up all the room that it could. */
        LONGEST_LINE,
        /** All lines are as short as they can be, and still there is no room; or the queue was closed. */
        NO_ROOM
    }

    /** Exactly one of the two is called, once. */
    interface Task extends Runnable {

        void dropped(Drop why);
    }

    private record Dropped(Task task, Drop why) {}

    private static final Logger log = LoggerFactory.getLogger(FairQueue.class);

    private final int concurrency;
    private final int capacity;
    private final ExecutorService threads;
    private final Map<Object, Deque<Task>> lines = new LinkedHashMap<>();
    private int waiting;
    private int running;
    private boolean closed;

    /**
     * @param concurrency tasks that run at one time
     * @param capacity tasks that wait at one time
     */
    FairQueue(int concurrency, int capacity, String threadName) {
        this.concurrency = concurrency;
        this.capacity = capacity;
        AtomicInteger number = new AtomicInteger();
        // As many as are running; one that has just stopped running may still be ending.
        this.threads =
                new ThreadPoolExecutor(0, Integer.MAX_VALUE, 30, TimeUnit.SECONDS, new SynchronousQueue<>(), task -> {
                    Thread thread = new Thread(task, threadName + "-" + number.incrementAndGet());
                    thread.setDaemon(true);
                    return thread;
                });
    }

    /** Doesn't block. Tasks with equal keys stand in one line. */
    void add(Object key, Task task) {
        Optional<Dropped> dropped = Optional.empty();
        synchronized (this) {
            if (closed) {
                dropped = Optional.of(new Dropped(task, Drop.NO_ROOM));
            } else if (running < concurrency) {
                running++;
                threads.execute(() -> work(task));
            } else if (waiting < capacity) {
                enqueue(key, task);
            } else {
                dropped = Optional.of(makeRoom(key, task));
            }
        }
        dropped.ifPresent(drop -> drop.task().dropped(drop.why()));
    }

    private void enqueue(Object key, Task task) {
        lines.computeIfAbsent(key, created -> new ArrayDeque<>()).addLast(task);
        waiting++;
    }

    private Dropped makeRoom(Object key, Task task) {
        int own = lines.containsKey(key) ? lines.get(key).size() : 0;
        Deque<Task> longest = new ArrayDeque<>();
        for (Deque<Task> line : lines.values()) {
            longest = line.size() > longest.size() ? line : longest;
        }
        if (longest.size() <= own + 1) {
            return new Dropped(task, own == 0 ? Drop.NO_ROOM : Drop.LONGEST_LINE);
        }
        Task last = longest.removeLast();
        waiting--;
        enqueue(key, task);
        return new Dropped(last, Drop.LONGEST_LINE);
    }

    private void work(Task first) {
        for (Optional<Task> task = Optional.of(first); task.isPresent(); task = next()) {
            try {
                task.get().run();
            } catch (RuntimeException | Error e) {
                // The others still have to be served.
                log.error("a task failed: {}", e.getClass().getName());
            }
        }
    }

    /** Empty if there is nothing to do; the thread then doesn't count as running any more. */
    private synchronized Optional<Task> next() {
        Optional<Task> task = poll();
        if (task.isEmpty()) {
            running--;
        }
        return task;
    }

    private Optional<Task> poll() {
        if (lines.isEmpty()) {
            return Optional.empty();
        }
        Map.Entry<Object, Deque<Task>> line = lines.entrySet().iterator().next();
        lines.remove(line.getKey());
        Task task = line.getValue().removeFirst();
        waiting--;
        if (!line.getValue().isEmpty()) {
            lines.put(line.getKey(), line.getValue());
        }
        return Optional.of(task);
    }

    synchronized int waiting() {
        return waiting;
    }

    /** Drops what waits and interrupts what runs. Idempotent. */
    @Override
    public void close() {
        List<Task> dropped = new ArrayList<>();
        synchronized (this) {
            closed = true;
            lines.values().forEach(dropped::addAll);
            lines.clear();
            waiting = 0;
        }
        dropped.forEach(task -> task.dropped(Drop.NO_ROOM));
        threads.shutdownNow();
    }
}
