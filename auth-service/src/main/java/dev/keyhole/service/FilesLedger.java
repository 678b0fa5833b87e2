package dev.keyhole.service;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is in the files of a service. Versions, audit and journal are in the folder {@code .administration} beside the
 * documents; its lock keeps other processes away that change the files by this class. Editors don't ask for it: what they
 * did is found, and becomes a version at the next change. Thread-safe.
 */
final class FilesLedger implements Ledger {

    private static final long MAX_WAIT_SECONDS = 10;
    private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(5);
    private static final Logger log = LoggerFactory.getLogger(FilesLedger.class);

    /** One for each folder of this process, as it can hold a lock on a file only once. */
    private static final Map<Path, ReentrantLock> TURNS = new ConcurrentHashMap<>();

    /**
     * The files of a service.
     *
     * @param digests none if no digest hashes are kept
     * @param groups none if there are no groups
     * @param maxDocumentBytes more than these the service doesn't read
     */
    record Places(Path documents, Path passwords, Optional<Path> digests, Optional<Path> groups, int maxDocumentBytes) {

        /** Where everything lies that isn't served. No user's document is called so. */
        Path administration() {
            return documents.resolve(".administration");
        }

        /** Whether it is a file of the service, and so one that a change may be of. */
        boolean holds(Path file) {
            return file.startsWith(documents)
                    || file.equals(passwords)
                    || digests.stream().anyMatch(file::equals)
                    || groups.stream().anyMatch(file::equals);
        }
    }

    private final Places places;
    private final Clock clock;
    private final Journal journal;
    private final ReentrantLock turn;

    FilesLedger(Places places, Clock clock) {
        this.places = new Places(
                places.documents().toAbsolutePath().normalize(),
                places.passwords().toAbsolutePath().normalize(),
                places.digests().map(file -> file.toAbsolutePath().normalize()),
                places.groups().map(file -> file.toAbsolutePath().normalize()),
                places.maxDocumentBytes());
        this.clock = clock;
        this.journal = new Journal(this.places.administration(), this.places::holds);
        this.turn = TURNS.computeIfAbsent(this.places.administration(), folder -> new ReentrantLock(true));
    }

    @Override
    public <T> T read(Function<Transaction, T> work) {
        return alone(() -> {
            FilesAudit audit = new FilesAudit(places.administration(), clock);
            return work.apply(transaction(new PendingFiles(), audit));
        });
    }

    @Override
    public <T> T change(Function<Transaction, T> work) {
        return alone(() -> {
            PendingFiles files = new PendingFiles();
            FilesAudit audit = new FilesAudit(places.administration(), clock);
            T result = work.apply(transaction(files, audit));
            List<Journal.Step> steps = new ArrayList<>(files.steps());
            audit.step().ifPresent(steps::add);
            if (!steps.isEmpty()) {
                journal.commit(steps);
            }
            return result;
        });
    }

    private Transaction transaction(PendingFiles files, FilesAudit audit) {
        FilesDocuments documents = new FilesDocuments(places, files, audit, clock);
        FilesGroups groups = new FilesGroups(places, files, documents);
        return new Transaction(new FilesUsers(places, files, groups), groups, documents, audit);
    }

    /** What works on files. */
    private interface FileWork<T> {
        T run() throws IOException;
    }

    private <T> T alone(FileWork<T> work) {
        try {
            if (!turn.tryLock(MAX_WAIT_SECONDS, TimeUnit.SECONDS)) {
                throw new StoreUnavailableException("too many changes wait for each other");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoreUnavailableException("the service ends");
        }
        try {
            return locked(work);
        } catch (IOException | UncheckedIOException e) {
            log.error("{}: the files of the store can't be administered: {}", places.administration(), e.toString());
            throw new StoreUnavailableException("the files of the store can't be read or written");
        } finally {
            turn.unlock();
        }
    }

    private <T> T locked(FileWork<T> work) throws IOException {
        if (!Files.isDirectory(places.documents())) {
            // Say with its network drive. An empty one in its place would make its documents absent.
            throw new IOException("the folder of documents isn't there");
        }
        DurableFiles.makeFolder(places.administration());
        try (FileChannel channel = FileChannel.open(
                        places.administration().resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock lock = lock(channel)) {
            if (!lock.isValid()) {
                throw new IOException("the lock was lost");
            }
            journal.recover();
            return work.run();
        }
    }

    private static FileLock lock(FileChannel channel) throws IOException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(MAX_WAIT_SECONDS);
        while (System.nanoTime() < end) {
            FileLock lock = channel.tryLock();
            if (lock != null) {
                return lock;
            }
            LockSupport.parkNanos(POLL_NANOS);
        }
        throw new IOException("another process has them locked");
    }

    @Override
    public void close() {}
}
