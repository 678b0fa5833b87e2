package dev.keyhole.cache;

import dev.keyhole.spi.Coverage;
import dev.keyhole.spi.EntitlementDecision;
import java.util.function.Consumer;

/**
 * What a new answer does away with of the older ones to the same question, because both can't hold. The new one is right; and
 * of two that may contradict each other somewhere, the one that grants less is to be relied on.
 */
final class Contradictions {

    private Contradictions() {}

    /** For an answer that isn't kept itself. */
    static <A> void remove(
            Bucket<A> bucket, String name, int question, EntitlementDecision decision, Consumer<Entry<A>> removal) {
        Entry<A> known = bucket.find(name, question);
        if (known != null && known.view.differsFrom(decision)) {
            removal.accept(known);
        }
        for (Entry<A> wide : bucket.wide()) {
            if (wide.question == question && wide.coverage().covers(name) && wide.view.differsFrom(decision)) {
                removal.accept(wide);
            }
        }
    }

    /** For an answer that is about to be kept. */
    static <A> void remove(
            Bucket<A> bucket, String name, int question, View<A> view, Coverage coverage, Consumer<Entry<A>> removal) {
        boolean limiting = coverage.isWide() && !view.isFullGrant;
        for (Entry<A> wide : bucket.wide()) {
            if (wide.question != question) {
                continue;
            }
            boolean replaced = wide.coverage().equals(coverage);
            // What covers other names than this one may still cover some that the new answer limits.
            boolean reached = limiting || wide.coverage().covers(name);
            if (replaced || (reached && wide.view.differsFrom(view.decision()))) {
                removal.accept(wide);
            }
        }
        if (limiting) {
            for (Entry<A> entry : bucket.all()) {
                if (!entry.isWide()
                        && entry.question == question
                        && coverage.covers(entry.name)
                        && entry.view.differsFrom(view.decision())) {
                    removal.accept(entry);
                }
            }
        }
        if (coverage.isWide()) {
            if (bucket.wide().size() >= Bucket.MAX_WIDE) {
                removal.accept(bucket.leastUsedWide());
            }
        }
    }
}
