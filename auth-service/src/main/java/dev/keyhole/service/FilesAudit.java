package dev.keyhole.service;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.keyhole.service.Administration.Actor;
import dev.keyhole.service.Administration.AuditEntry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The audit of files: a file that only grows, one line of JSON for each entry. */
final class FilesAudit implements AuditRecords {

    private final Path file;
    private final Clock clock;

    /** Not written yet, oldest first. */
    private final List<AuditEntry> added = new ArrayList<>();

    FilesAudit(Path folder, Clock clock) {
        this.file = folder.resolve("audit.log");
        this.clock = clock;
    }

    @Override
    public List<AuditEntry> list(long before, int limit) {
        List<AuditEntry> entries = new ArrayList<>();
        for (int i = added.size() - 1; i >= 0; i--) {
            if (added.get(i).id() < before && entries.size() < limit) {
                entries.add(added.get(i));
            }
        }
        try (LinesBackwards lines = new LinesBackwards(file)) {
            while (entries.size() < limit && lines.hasNext()) {
                AuditEntry entry = parse(lines.next());
                if (entry.id() < before) {
                    entries.add(entry);
                }
            }
            return entries;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private AuditEntry parse(byte[] line) throws IOException {
        try {
            Map<String, Object> entry = Json.readObject(line);
            return new AuditEntry(
                    (Long) entry.getOrDefault("id", 0L),
                    OffsetDateTime.parse(text(entry, "at")),
                    text(entry, "who"),
                    text(entry, "address"),
                    text(entry, "action"),
                    text(entry, "target"),
                    (Long) entry.getOrDefault("version", 0L));
        } catch (IllegalArgumentException | DateTimeParseException | ClassCastException e) {
            throw new IOException(file + " has a line that is no entry: " + e.getMessage(), e);
        }
    }

    private static String text(Map<String, Object> entry, String name) {
        return String.valueOf(entry.getOrDefault(name, ""));
    }

    @Override
    public void add(Actor actor, String action, Owner target, long version) {
        long last = list(Long.MAX_VALUE, 1).stream()
                .mapToLong(AuditEntry::id)
                .findFirst()
                .orElse(0);
        added.add(new AuditEntry(
                last + 1,
                clock.instant().atOffset(ZoneOffset.UTC),
                actor.name(),
                actor.address(),
                action,
                target.kind() + " " + target.name(),
                version));
    }

    /** What has to be written; empty if nothing was added. */
    Optional<Journal.Step> step() throws IOException {
        if (added.isEmpty()) {
            return Optional.empty();
        }
        ByteArrayOutputStream lines = new ByteArrayOutputStream();
        for (AuditEntry entry : added) {
            Map<String, Object> fields = new LinkedHashMap<>();
            fields.put("id", entry.id());
            fields.put("at", entry.at());
            fields.put("who", entry.who());
            fields.put("address", entry.address());
            fields.put("action", entry.action());
            fields.put("target", entry.target());
            fields.put("version", entry.version());
            lines.write(Json.write(fields).getBytes(UTF_8));
            lines.write('\n');
        }
        long length = Files.exists(file) ? Files.size(file) : 0;
        return Optional.of(new Journal.Step(Journal.Kind.APPEND, file, length, lines.toByteArray()));
    }
}
