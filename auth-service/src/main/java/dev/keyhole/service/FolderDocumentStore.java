package dev.keyhole.service;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.keyhole.permissions.InvalidDocumentException;
import dev.keyhole.permissions.PermissionsDocument;
import dev.keyhole.spi.ConfigurationException;
import dev.keyhole.spi.Problem;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Documents in a folder: {@code USER.json}, else {@code groups/GROUP.json} of the user's group, with names of files as
 * {@link FileNames} makes them. A file that is there but can't be used is never passed over for another. Thread-safe.
 */
final class FolderDocumentStore {

    private static final int MAX_GROUPS_BYTES = 16 << 20;
    private static final long MAX_CACHED_BYTES = 64L << 20;
    /** What a cached document takes besides its content. */
    private static final int OVERHEAD = 1024;

    private static final Logger log = LoggerFactory.getLogger(FolderDocumentStore.class);

    private final Path folder;
    private final Optional<WatchedFile<Groups>> groups;
    private final FileReader<StoredDocument> reader;
    private final AtomicBoolean gone = new AtomicBoolean();
    private final Cache<Path, Reading<StoredDocument>> cache = Caffeine.newBuilder()
            .maximumWeight(MAX_CACHED_BYTES)
            .weigher((Path file, Reading<StoredDocument> reading) -> OVERHEAD
                    + reading.value().map(document -> document.json().length).orElse(0))
            .build();

    FolderDocumentStore(Path folder, Optional<Path> groups, int maxDocumentBytes, Clock clock) {
        this.folder = folder;
        this.reader = new FileReader<>(maxDocumentBytes, clock, FolderDocumentStore::parse);
        this.groups = groups.map(file -> new WatchedFile<>(
                file,
                new FileReader<>(MAX_GROUPS_BYTES, clock, (path, content, digest) -> Groups.parse(path, content))));
    }

    /** Finds the document of a user: the user's own, else that of a group. */
    DocumentLookup find(String user) {
        DocumentLookup own = read(folder, user);
        if (!(own instanceof DocumentLookup.Absent)) {
            return own;
        }
        // A folder that is gone, say with its network drive, doesn't make its documents absent.
        return isThere() ? findOfGroup(user) : new DocumentLookup.Unusable();
    }

    /** Says so in the log when it goes and when it comes back, not at each request. */
    private boolean isThere() {
        boolean there = Files.isDirectory(folder);
        if (gone.compareAndSet(there, !there)) {
            if (there) {
                log.info("{}: the folder of permissions documents is back", folder);
            } else {
                log.error("{}: the folder of permissions documents isn't there", folder);
            }
        }
        return there;
    }

    private DocumentLookup findOfGroup(String user) {
        Optional<Groups> known = groups.isEmpty()
                ? Optional.of(Groups.NONE)
                : groups.get().current().value();
        return known.<DocumentLookup>map(current -> current.of(user)
                        .map(group -> read(folder.resolve("groups"), group))
                        .orElseGet(DocumentLookup.Absent::new))
                .orElseGet(DocumentLookup.Unusable::new);
    }

    /** Why no document can be found now; empty if they can. */
    List<Problem> problems() {
        List<Problem> problems = new ArrayList<>();
        if (!Files.isDirectory(folder)) {
            problems.add(Problem.of("the folder of permissions documents isn't there")
                    .at(folder.toString()));
        }
        groups.ifPresent(file -> problems.addAll(file.current().problems()));
        return problems;
    }

    private DocumentLookup read(Path directory, String name) {
        Path file = directory.resolve(FileNames.encode(name) + ".json");
        Optional<Reading<StoredDocument>> known = Optional.ofNullable(cache.getIfPresent(file));
        if (known.isPresent() && reader.isUnchanged(file, known.get())) {
            return lookup(known.get());
        }
        // A link into the void isn't followed here: it is a file that can't be used, not a user without one.
        if (Files.notExists(file, LinkOption.NOFOLLOW_LINKS)) {
            cache.invalidate(file);
            return new DocumentLookup.Absent();
        }
        try {
            if (known.isEmpty() && !isListed(directory, file)) {
                return new DocumentLookup.Absent();
            }
        } catch (IOException e) {
            log.error("{}: the folder can't be read: {}", directory, e.toString());
            return new DocumentLookup.Unusable();
        }
        return lookup(
                cache.asMap().compute(file, (path, previous) -> reader.read(path, Optional.ofNullable(previous))));
    }

    private static DocumentLookup lookup(Reading<StoredDocument> reading) {
        return reading.value().<DocumentLookup>map(DocumentLookup.Found::new).orElseGet(DocumentLookup.Unusable::new);
    }

    /** Whether the folder has this name to the letter: on some file systems {@code Bob.json} also opens bob's document. */
    static boolean isListed(Path directory, Path file) throws IOException {
        try (DirectoryStream<Path> listing =
                Files.newDirectoryStream(directory, entry -> entry.getFileName().equals(file.getFileName()))) {
            for (Path entry : listing) {
                if (entry.getFileName().toString().equals(file.getFileName().toString())) {
                    return true;
                }
            }
            return false;
        }
    }

    private static StoredDocument parse(Path file, byte[] content, String digest) {
        try {
            return new StoredDocument(content, '"' + digest + '"', PermissionsDocument.parse(content));
        } catch (InvalidDocumentException e) {
            throw new ConfigurationException(
                    List.of(Problem.of(String.valueOf(e.getMessage())).at(file.toString())));
        }
    }
}
