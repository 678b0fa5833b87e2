package dev.keyhole.service;

import dev.keyhole.service.Administration.Actor;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Documents in a folder, and their versions: for each a file with a line that says who made it and when, and the document
 * after it. A document that isn't like its last version was changed by somebody with an editor; that is one more version.
 */
final class FilesDocuments implements DocumentRecords {

    static final Actor EDITOR = new Actor("(somebody with an editor)", "local");
    private static final String ENDING = ".json";
    private static final int MAX_HEAD_BYTES = 4_096;
    private static final int MAX_FILE_NAME = 200;

    private final FilesLedger.Places places;
    private final PendingFiles files;
    private final AuditRecords audit;
    private final Clock clock;

    FilesDocuments(FilesLedger.Places places, PendingFiles files, AuditRecords audit, Clock clock) {
        this.places = places;
        this.files = files;
        this.audit = audit;
        this.clock = clock;
    }

    private Path folder(Owner.Kind kind) {
        return kind == Owner.Kind.USER ? places.documents() : places.documents().resolve("groups");
    }

    private Path file(Owner owner) {
        return folder(owner.kind()).resolve(FileNames.encode(owner.name()) + ENDING);
    }

    private Path versionsOf(Owner owner) {
        String kind = owner.kind() == Owner.Kind.USER ? "users" : "groups";
        return places.administration().resolve("versions").resolve(kind).resolve(FileNames.encode(owner.name()));
    }

    private Path version(Owner owner, long number) {
        return versionsOf(owner).resolve(number + ENDING);
    }

    /** The groups that have a document. */
    List<String> groups() {
        return files.names(folder(Owner.Kind.GROUP), ENDING).stream()
                .flatMap(name -> FileNames.decode(name).stream())
                .toList();
    }

    private Optional<byte[]> read(Owner owner) {
        Path file = file(owner);
        if (!files.exists(file) || isOfAnother(owner)) {
            return Optional.empty();
        }
        return files.read(file, places.maxDocumentBytes());
    }

    /** Whether the file is there, but under a name that only the file system takes for the same. */
    private boolean isOfAnother(Owner owner) {
        try {
            Path file = file(owner);
            return Files.exists(file) && !FolderDocumentStore.isListed(folder(owner.kind()), file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private long lastNumber(Owner owner) {
        return numbers(owner).stream().mapToLong(Long::longValue).max().orElse(0);
    }

    private NavigableSet<Long> numbers(Owner owner) {
        TreeSet<Long> numbers = new TreeSet<>();
        files.names(versionsOf(owner), ENDING).stream()
                .filter(name -> name.matches("[1-9][0-9]{0,17}"))
                .forEach(name -> numbers.add(Long.parseLong(name)));
        return numbers;
    }

    /** The last version is what the document was when it was changed through us; empty if there was none then. */
    private boolean isLike(Optional<byte[]> json, Owner owner, long number) {
        Optional<byte[]> recorded = number == 0 ? Optional.empty() : recorded(owner, number);
        return json.isPresent() == recorded.isPresent()
                && (json.isEmpty() || Arrays.equals(json.get(), recorded.orElseThrow()));
    }

    @Override
    public Optional<Current> current(Owner owner) {
        Optional<byte[]> json = read(owner);
        if (json.isEmpty()) {
            return Optional.empty();
        }
        long last = lastNumber(owner);
        return Optional.of(new Current(isLike(json, owner, last) ? last : last + 1, json.get()));
    }

    @Override
    public List<Version> versions(Owner owner, long before, int limit) {
        List<Version> versions = new ArrayList<>();
        found(owner).filter(version -> version.number() < before).ifPresent(versions::add);
        for (long number : numbers(owner).headSet(before, false).descendingSet()) {
            if (versions.size() >= limit) {
                break;
            }
            versions.add(head(owner, number));
        }
        return versions;
    }

    /** The version that somebody has made with an editor, if it isn't among the others yet. */
    private Optional<Version> found(Owner owner) {
        Optional<byte[]> json = read(owner);
        long last = lastNumber(owner);
        if (isLike(json, owner, last)) {
            return Optional.empty();
        }
        try {
            Path file = file(owner);
            Instant at = json.isPresent() ? Files.getLastModifiedTime(file).toInstant() : clock.instant();
            return Optional.of(new Version(last + 1, json.isEmpty(), at, EDITOR.name()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Version head(Owner owner, long number) {
        byte[] content = contentOfVersion(owner, number);
        try {
            Map<String, Object> head = Json.readObject(Arrays.copyOf(content, endOfHead(content)));
            return new Version(
                    number,
                    Boolean.TRUE.equals(head.get("deleted")),
                    Instant.parse(String.valueOf(head.get("at"))),
                    String.valueOf(head.get("by")));
        } catch (IllegalArgumentException | DateTimeParseException e) {
            throw new UncheckedIOException(new IOException(version(owner, number) + " isn't a version", e));
        }
    }

    private byte[] contentOfVersion(Owner owner, long number) {
        return files.read(version(owner, number), MAX_HEAD_BYTES + places.maxDocumentBytes())
                .orElseThrow(() -> new UncheckedIOException(new IOException("a version has gone")));
    }

    private static int endOfHead(byte[] content) {
        int end = 0;
        while (end < content.length && content[end] != '\n') {
            end++;
        }
        return end;
    }

    private Optional<byte[]> recorded(Owner owner, long number) {
        if (head(owner, number).deleted()) {
            return Optional.empty();
        }
        byte[] content = contentOfVersion(owner, number);
        return Optional.of(Arrays.copyOfRange(content, endOfHead(content) + 1, content.length));
    }

    @Override
    public Optional<byte[]> content(Owner owner, long version) {
        Optional<Current> current = current(owner).filter(document -> document.version() == version);
        if (current.isPresent()) {
            return current.map(Current::json);
        }
        return numbers(owner).contains(version) ? recorded(owner, version) : Optional.empty();
    }

    @Override
    public boolean isBound(String name) {
        return Stream.of(Owner.Kind.values())
                .flatMap(kind -> files.names(folder(kind), ENDING).stream()
                        .flatMap(file -> FileNames.decode(file).stream())
                        .map(owner -> new Owner(kind, owner)))
                .flatMap(owner -> read(owner).stream())
                .anyMatch(json -> DatabaseDocuments.binds(json, name));
    }

    @Override
    public long add(Owner owner, Optional<byte[]> json, Actor by) {
        String name = FileNames.encode(owner.name());
        if (name.length() > MAX_FILE_NAME || isOfAnother(owner)) {
            throw new Refusal(422, "there can be no file of this name beside the others; choose another name");
        }
        found(owner).ifPresent(version -> {
            record(owner, version, read(owner));
            audit.add(EDITOR, "found", owner, version.number());
        });
        Version version = new Version(lastNumber(owner) + 1, json.isEmpty(), clock.instant(), by.name());
        record(owner, version, json);
        json.ifPresentOrElse(content -> files.write(file(owner), content), () -> files.delete(file(owner)));
        return version.number();
    }

    private void record(Owner owner, Version version, Optional<byte[]> json) {
        Map<String, Object> head = new LinkedHashMap<>();
        head.put("at", version.at());
        head.put("by", version.by());
        head.put("deleted", version.deleted());
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        content.writeBytes(Json.line(head));
        json.ifPresent(content::writeBytes);
        files.write(version(owner, version.number()), content.toByteArray());
    }
}
