package dev.keyhole.service;

import dev.keyhole.spi.ConfigurationException;
import dev.keyhole.spi.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads files whole, and again only when they have changed. Says so in the log, and why a file can't be used: once for
 * each state of the file, not for each look at it. Thread-safe, without state.
 */
final class FileReader<T> {

    /** Turns the content of a file into what it means. */
    interface Parser<T> {

        /**
         * @param digest of the content, in Base64url
         * @throws ConfigurationException with everything that is wrong with it, and where
         */
        T parse(Path file, byte[] content, String digest);
    }

    /** File systems keep times in steps of up to two seconds. */
    private static final Duration COARSEST_TIME = Duration.ofSeconds(2);

    private static final int ATTEMPTS = 3;
    private static final int MAX_LOGGED = 20;
    private static final Logger log = LoggerFactory.getLogger(FileReader.class);

    private final int maxBytes;
    private final Clock clock;
    private final Parser<T> parser;

    /** @param maxBytes a larger file can't be used */
    FileReader(int maxBytes, Clock clock, Parser<T> parser) {
        this.maxBytes = maxBytes;
        this.clock = clock;
        this.parser = parser;
    }

    /** What the file says now. Reads it only if it isn't known to be what it was. */
    Reading<T> read(Path file, Optional<Reading<T>> previous) {
        Reading<T> reading;
        try {
            reading = readStable(file, previous);
        } catch (NoSuchFileException e) {
            reading = unusable(file, "there is no such file");
        } catch (AccessDeniedException e) {
            reading = unusable(file, "it may not be read by this process");
        } catch (IOException e) {
            reading = unusable(file, "it can't be read: " + e.getMessage());
        }
        report(file, previous, reading);
        return reading;
    }

    /** Whether a file is known to be what it was. Reads nothing of it. */
    boolean isUnchanged(Path file, Reading<T> reading) {
        try {
            return isStill(Stamp.of(file), reading);
        } catch (IOException e) {
            return false;
        }
    }

    private Reading<T> readStable(Path file, Optional<Reading<T>> previous) throws IOException {
        Stamp stamp = Stamp.of(file);
        if (previous.isPresent() && isStill(stamp, previous.get())) {
            return previous.get();
        }
        for (int i = 0; i < ATTEMPTS; i++) {
            boolean settled = stamp.modified().plus(COARSEST_TIME).isBefore(clock.instant());
            byte[] content = content(file, stamp.size());
            Stamp after = Stamp.of(file);
            if (after.equals(stamp)) {
                return interpret(file, content, stamp, settled, previous);
            }
            stamp = after;
        }
        return unusable(file, "it changed while it was read; replace a file as a whole, by renaming a new one");
    }

    private boolean isStill(Stamp stamp, Reading<T> reading) {
        return reading.settled() && reading.stamp().equals(Optional.of(stamp));
    }

    private byte[] content(Path file, long size) throws IOException {
        if (size > maxBytes) {
            throw new IOException("it is larger than " + maxBytes + " bytes");
        }
        try (InputStream in = Files.newInputStream(file)) {
            // A file that has grown meanwhile has another stamp, and is read once more.
            return in.readNBytes((int) size);
        }
    }

    private Reading<T> interpret(
            Path file, byte[] content, Stamp stamp, boolean settled, Optional<Reading<T>> previous) {
        Optional<String> digest = Optional.of(EntityTags.digest(content));
        if (previous.isPresent() && previous.get().digest().equals(digest)) {
            return previous.get().as(stamp, settled);
        }
        try {
            T value = parser.parse(file, content, digest.get());
            return new Reading<>(Optional.of(value), List.of(), Optional.of(stamp), settled, digest);
        } catch (ConfigurationException e) {
            return new Reading<>(Optional.empty(), e.problems(), Optional.of(stamp), settled, digest);
        }
    }

    private static <T> Reading<T> unusable(Path file, String message) {
        List<Problem> problems = List.of(Problem.of(message).at(file.toString()));
        return new Reading<>(Optional.empty(), problems, Optional.empty(), false, Optional.empty());
    }

    private void report(Path file, Optional<Reading<T>> previous, Reading<T> reading) {
        if (previous.isPresent() && previous.get().problems().equals(reading.problems())) {
            if (!previous.get().digest().equals(reading.digest())) {
                log.info("{} has changed and was read again", file);
            }
            return;
        }
        reading.problems().stream().limit(MAX_LOGGED).forEach(problem -> log.error("{}", problem));
        if (reading.problems().size() > MAX_LOGGED) {
            log.error("{}: {} more problems", file, reading.problems().size() - MAX_LOGGED);
        }
        if (previous.isPresent() && reading.problems().isEmpty()) {
            log.info("{} can be used again", file);
        }
    }
}
