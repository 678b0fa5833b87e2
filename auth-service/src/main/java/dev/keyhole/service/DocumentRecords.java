package dev.keyhole.service;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The documents of a store, with all their versions. */
interface DocumentRecords {

    /** A document that counts now. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Current(long version, byte[] json) {

        String entityTag() {
            return "\"" + version + "-" + EntityTags.digest(json) + "\"";
        }
    }

    /** @param deleted whether this version says that there is no document */
    record Version(long number, boolean deleted, Instant at, String by) {}

    /** The document that counts now, if there is one. */
    Optional<Current> current(Owner owner);

    /** The versions with lower numbers than this, newest first. */
    List<Version> versions(Owner owner, long before, int limit);

    /** The text of a version; empty if there is no such version, or it says that there is none. */
    Optional<byte[]> content(Owner owner, long version);

    /** Whether a document that counts now binds this name to its users. Looks at all of them. */
    boolean isBound(String name);

    /**
     * Adds a version, which counts from now on.
     *
     * @param json empty to say that there is none
     * @return its number
     */
    long add(Owner owner, Optional<byte[]> json, Administration.Actor by);
}
