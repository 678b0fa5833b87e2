package dev.keyhole.cache;

import dev.keyhole.spi.Coverage;
import org.jspecify.annotations.Nullable;

/**
 * One answer: about one name, or about all names that a coverage covers. What a reader sees of it is final, but for what
 * comes next in its slot. Kept small, as there may be a million.
 */
final class Entry<A> {

    final Bucket<A> bucket;

    /** The name that was asked. */
    final String name;

    final byte question;
    final int hash;

    final View<A> view;

    /** Null for the usual ones: for this name, until the next reset. */
    final @Nullable Terms terms;

    /** The next one in the same slot. Written under the share's lock, read without. */
    volatile @Nullable Entry<A> next;

    /** Neighbours by age; only under the share's lock. */
    @Nullable
    Entry<A> older;

    @Nullable
    Entry<A> newer;

    /**
     * Whether somebody found this entry since the last look. Neither volatile nor exact: it's written only if it isn't set
     * yet, so that readers of one answer don't fight over it.
     */
    boolean used;

    /**
     * @param terms if they cover more than a name, the entry is found by what they cover, else by its name
     */
    Entry(Bucket<A> bucket, String name, int question, View<A> view, @Nullable Terms terms) {
        this.bucket = bucket;
        this.name = name;
        this.question = (byte) question;
        this.hash = Table.hash(name, question);
        this.view = view;
        this.terms = terms;
    }

    /** What it covers besides the name that was asked. */
    Coverage coverage() {
        Terms known = terms;
        return known == null ? Coverage.name() : known.coverage();
    }

    boolean isWide() {
        return coverage().isWide();
    }

    /** About how much memory it takes, without its view. */
    int bytes() {
        return Weights.ofEntry(name, terms != null, coverage());
    }

    boolean endedBy(long now) {
        Terms known = terms;
        return known != null && known.endedBy(now);
    }
}
