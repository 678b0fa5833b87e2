package dev.keyhole.cache;

import dev.keyhole.spi.Coverage;
import dev.keyhole.spi.EntitlementDecision;
import java.util.List;
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
        if (known != null && known.kept.differsFrom(decision)) {
            removal.accept(known);
        }
        for (Entry<A> wide : bucket.wide()) {
            if (wide.question == question && wide.kept.coverage().covers(name) && wide.kept.differsFrom(decision)) {
                removal.accept(wide);
            }
        }
    }

    /** For an answer that is about to be kept. */
    static <A> void remove(
            Bucket<A> bucket, String name, int question, Entry.Kept<A> kept, Consumer<Entry<A>> removal) {
        Coverage coverage = kept.coverage();
        boolean limiting = coverage.isWide() && !kept.isFullGrant();
        for (Entry<A> wide : bucket.wide()) {
            if (wide.question != question) {
                continue;
            }
            boolean replaced = wide.kept.coverage().equals(coverage);
            // What covers other names than this one may still cover some that the new answer limits.
            boolean reached = limiting || wide.kept.coverage().covers(name);
            if (replaced || (reached && wide.kept.differsFrom(kept.decision()))) {
                removal.accept(wide);
            }
        }
        if (limiting) {
            for (Entry<A> entry : bucket.all()) {
                if (!entry.wide
                        && entry.question == question
                        && coverage.covers(entry.name)
                        && entry.kept.differsFrom(kept.decision())) {
                    removal.accept(entry);
                }
            }
        }
        if (coverage.isWide()) {
            List<Entry<A>> wide = bucket.wide();
            if (wide.size() >= Bucket.MAX_WIDE) {
                removal.accept(wide.get(wide.size() - 1));
            }
        }
    }
}
