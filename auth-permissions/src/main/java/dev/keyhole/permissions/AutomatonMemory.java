package dev.keyhole.permissions;

import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What the automata of all documents of one store may keep together, estimated in bytes: however many there are, and
 * whatever was written to make them large. Past it all are forgotten, and made anew as they are needed. Thread-safe.
 */
final class AutomatonMemory {

    private static final long MAX_BYTES = 64L << 20;

    private final long maxBytes;
    private final AtomicLong bytes = new AtomicLong();
    private List<WeakReference<LazyAutomaton>> kept = new ArrayList<>();

    AutomatonMemory() {
        this(MAX_BYTES);
    }

    AutomatonMemory(long maxBytes) {
        this.maxBytes = maxBytes;
    }

    /** Says that an automaton has been made. */
    void made(LazyAutomaton automaton) {
        synchronized (this) {
            kept.add(new WeakReference<>(automaton));
        }
    }

    /** Says that some automaton keeps more, or less if the number is negative. */
    void add(long more) {
        if (bytes.addAndGet(more) > maxBytes) {
            forget();
        }
    }

    private synchronized void forget() {
        bytes.set(0);
        List<WeakReference<LazyAutomaton>> forgotten = kept;
        kept = new ArrayList<>();
        for (WeakReference<LazyAutomaton> reference : forgotten) {
            LazyAutomaton automaton = reference.get();
            if (automaton != null) {
                automaton.forget();
            }
        }
    }

    /** As much as is kept, at most: what isn't needed any more is counted until all are forgotten. */
    long bytes() {
        return bytes.get();
    }
}
