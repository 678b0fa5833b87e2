package dev.keyhole.host.config;

import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A file that a configuration is read from.
 *
 * @param path its absolute path, as it was asked for
 * @param real its path without symbolic links: what tells one file from another
 * @param label what messages call it
 * @param includedBy the file that includes it; empty for the file that everything begins with
 */
record Source(Path path, Path real, String label, Optional<Source> includedBy) {

    /** The place of a line, for instance {@code keyhole.xml:24}. */
    String at(int line) {
        return label + ":" + line;
    }

    /** This file, then the one that includes it, and so on. */
    Stream<Source> chain() {
        return Stream.iterate(Optional.of(this), Optional::isPresent, source -> source.flatMap(Source::includedBy))
                .map(Optional::orElseThrow);
    }
}
