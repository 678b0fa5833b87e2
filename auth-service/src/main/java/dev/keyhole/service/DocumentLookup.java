package dev.keyhole.service;

import java.util.function.Function;
import java.util.function.Supplier;

/** What a {@link Store} found. */
public sealed interface DocumentLookup {

    /** A document, whole and checked. */
    record Found(StoredDocument document) implements DocumentLookup {}

    /** There is none for this user. */
    record Absent() implements DocumentLookup {}

    /** There is one, or may be one, but it can't be used. The store has logged why. */
    record Unusable() implements DocumentLookup {}

    /** Applies the function that fits the kind of this result. */
    default <R> R match(Function<StoredDocument, R> found, Supplier<R> absent, Supplier<R> unusable) {
        if (this instanceof Found lookup) {
            return found.apply(lookup.document());
        }
        return this instanceof Absent ? absent.get() : unusable.get();
    }
}
