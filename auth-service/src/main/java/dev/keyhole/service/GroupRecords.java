package dev.keyhole.service;

import java.util.List;
import java.util.Optional;

/** The groups of a store. */
interface GroupRecords {

    boolean exists(String name);

    /** The names after this one, in the store's own order. The empty text comes before all. */
    List<String> list(String after, int limit);

    /** The members whose names come after this one; the empty text comes before all. */
    List<String> members(String group, String after, int limit);

    /** The group whose document is for a user without one; there need not be such a user. */
    Optional<String> firstOf(String user);

    /** @throws Refusal if the store can't hold such a name */
    void add(String name);

    /** Removes a group and who belongs to it; not the document. */
    void remove(String name);
}
