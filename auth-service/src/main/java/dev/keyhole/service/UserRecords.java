package dev.keyhole.service;

import java.util.List;
import java.util.Optional;

/** The users of a store. */
interface UserRecords {

    Optional<UserRecord> find(String name);

    /** The names after this one, in the store's own order. The empty text comes before all. */
    List<String> list(String after, int limit);

    /**
     * Adds a user, or replaces the one of this name. Groups that aren't there are made.
     *
     * @throws Refusal if the store can't hold such names
     */
    void put(UserRecord user);

    /**
     * Keeps what Digest needs of the password that a user was just {@linkplain #put put} with. A store whose digest hashes
     * are somebody else's to keep doesn't.
     */
    void putDigests(String name, NewPassword password);

    /** Removes a user; not the document. */
    void remove(String name);
}
