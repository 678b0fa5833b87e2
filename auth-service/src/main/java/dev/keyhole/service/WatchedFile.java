package dev.keyhole.service;

import java.nio.file.Path;
import java.util.Optional;

/** One file that is read again when it has changed. Thread-safe. */
final class WatchedFile<T> {

    private final Path file;
    private final FileReader<T> reader;
    private volatile Optional<Reading<T>> last = Optional.empty();

    WatchedFile(Path file, FileReader<T> reader) {
        this.file = file;
        this.reader = reader;
    }

    /** What the file says now. */
    Reading<T> current() {
        Optional<Reading<T>> known = last;
        if (known.isPresent() && reader.isUnchanged(file, known.get())) {
            return known.get();
        }
        synchronized (this) {
            Reading<T> reading = reader.read(file, last);
            last = Optional.of(reading);
            return reading;
        }
    }
}
