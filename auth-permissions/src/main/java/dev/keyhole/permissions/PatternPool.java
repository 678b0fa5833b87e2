package dev.keyhole.permissions;

import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * The compiled patterns of the documents of one store, each for as long as a document holds it. Those only that need more
 * than a comparison of strings. Thread-safe.
 */
final class PatternPool {

    private final boolean keeps;
    private final ConcurrentHashMap<String, Kept> patterns = new ConcurrentHashMap<>();
    private final ReferenceQueue<NamePattern> gone = new ReferenceQueue<>();
    private final AutomatonMemory memory = new AutomatonMemory();

    PatternPool() {
        this(true);
    }

    private PatternPool(boolean keeps) {
        this.keeps = keeps;
    }

    /** One for a single document, which knows its own patterns. */
    static PatternPool ofOneDocument() {
        return new PatternPool(false);
    }

    private static final class Kept extends WeakReference<NamePattern> {

        private final String text;

        Kept(NamePattern pattern, ReferenceQueue<NamePattern> gone) {
            super(pattern, gone);
            this.text = pattern.text();
        }
    }

    AutomatonMemory memory() {
        return memory;
    }

    /** The pattern of a text; compiled if no document holds it. Two threads may both compile it, and hold one each. */
    NamePattern get(String text, Function<String, NamePattern> compiler) {
        if (!keeps) {
            return compiler.apply(text);
        }
        Kept kept = patterns.get(text);
        NamePattern known = kept == null ? null : kept.get();
        if (known != null) {
            return known;
        }
        NamePattern compiled = compiler.apply(text);
        forgetGone();
        patterns.put(text, new Kept(compiled, gone));
        return compiled;
    }

    private void forgetGone() {
        for (Reference<?> reference = gone.poll(); reference != null; reference = gone.poll()) {
            if (reference instanceof Kept kept) {
                patterns.remove(kept.text, kept);
            }
        }
    }

    /** Number of patterns. */
    int size() {
        forgetGone();
        return patterns.size();
    }
}
