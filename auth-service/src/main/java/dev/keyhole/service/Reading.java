package dev.keyhole.service;

import dev.keyhole.spi.Problem;
import java.util.List;
import java.util.Optional;

/**
 * What a file said when it was last read. Immutable.
 *
 * @param value empty if the file can't be used
 * @param problems why it can't; empty if it can
 * @param stamp of the file as it was read; empty if there was none
 * @param settled whether a file with the same stamp is known to be the same file: not if it was written so recently that
 *     it could be written once more without a change of its stamp
 * @param digest of the content; empty if it couldn't be read
 */
record Reading<T>(
        Optional<T> value, List<Problem> problems, Optional<Stamp> stamp, boolean settled, Optional<String> digest) {

    /** The same, of a file with another stamp. */
    Reading<T> as(Stamp newStamp, boolean nowSettled) {
        return new Reading<>(value, problems, Optional.of(newStamp), nowSettled, digest);
    }
}
