package dev.keyhole.service;

import dev.keyhole.spi.Problem;
import java.util.List;
import java.util.Optional;

/**
 * Where the users come from, with their passwords and documents: files, or a database. Called concurrently, several times
 * for each logon; whatever it remembers, it answers with what is true now.
 *
 * <p>Every method that asks throws {@link StoreUnavailableException} if the answer can't be found out now. That is neither
 * yes nor no: nobody is let in then, and nobody is told that a password is wrong.
 */
public interface Store extends AutoCloseable {

    /**
     * What a password given for this name has to be compared with. A name that isn't known, or is disabled, gets a
     * decoy, so that refusing it costs the same.
     */
    StoredPassword password(String user);

    /**
     * The digest hash of a user who may log on, for Digest authentication. Empty if there is no such user, or none is kept
     * of the user's password for this algorithm and the realm of the service.
     */
    default Optional<StoredDigest> digest(DigestAlgorithm algorithm, DigestName name) {
        return Optional.empty();
    }

    /**
     * Told of a password that has proved to be right, so that the store can keep it in a better way than it did. Nothing
     * may depend on whether it does. Takes its time; the password is wiped afterwards.
     *
     * @param stored what the password was compared with
     */
    default void proved(String user, byte[] password, StoredPassword stored) {}

    /** Whether there is such a user who may log on: for those who have proved who they are in another way. */
    boolean isActive(String user);

    /** Whether there is such a user, who may be disabled. */
    default boolean isKnown(String user) {
        return isActive(user);
    }

    /** Finds the document of a user: the user's own, else that of the user's group. */
    DocumentLookup document(String user);

    /** Why nobody can be let in now; empty if they can. For health checks, and before the service listens. */
    List<Problem> problems();

    /** Frees what the store holds. Idempotent. */
    @Override
    default void close() {}
}
