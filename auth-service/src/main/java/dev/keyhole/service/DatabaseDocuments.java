package dev.keyhole.service;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.keyhole.permissions.InvalidDocumentException;
import dev.keyhole.permissions.PermissionsDocument;
import dev.keyhole.service.Administration.Actor;
import java.sql.SQLException;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;

/** The table of documents, through {@link DocumentRows}. */
final class DatabaseDocuments implements DocumentRecords {

    private final Sql sql;
    private final Clock clock;

    DatabaseDocuments(Sql sql, Clock clock) {
        this.sql = sql;
        this.clock = clock;
    }

    @Override
    public Optional<Current> current(Owner owner) {
        try {
            Optional<Long> latest = DocumentRows.latest(sql.connection(), owner);
            return latest.flatMap(version -> content(owner, version).map(json -> new Current(version, json)));
        } catch (SQLException e) {
            throw new SqlFailure(e);
        }
    }

    @Override
    public List<Version> versions(Owner owner, long before, int limit) {
        return sql.query(
                row -> new Version(
                        row.getLong(1),
                        row.getBoolean(2),
                        row.getObject(3, OffsetDateTime.class).toInstant(),
                        row.getString(4)),
                "SELECT version, content IS NULL, changed_at, changed_by FROM keyhole_document"
                        + " WHERE kind = ? AND owner = ? AND version < ? ORDER BY version DESC LIMIT ?",
                owner.kind().name(),
                owner.name(),
                before,
                limit);
    }

    @Override
    public Optional<byte[]> content(Owner owner, long version) {
        try {
            return DocumentRows.content(sql.connection(), owner, version).map(text -> text.getBytes(UTF_8));
        } catch (SQLException e) {
            throw new SqlFailure(e);
        }
    }

    @Override
    public boolean isBound(String name) {
        return sql
                .query(
                        row -> row.getString(1),
                        "SELECT d.content FROM keyhole_document d WHERE (POSITION('user_name' IN d.content) > 0"
                                + " OR POSITION('\\u' IN d.content) > 0) AND d.version ="
                                + " (SELECT MAX(e.version) FROM keyhole_document e WHERE e.kind = d.kind AND e.owner ="
                                + " d.owner)")
                .stream()
                .anyMatch(json -> binds(json.getBytes(UTF_8), name));
    }

    /** A document that can't be read may bind any name. */
    static boolean binds(byte[] json, String name) {
        try {
            return PermissionsDocument.parse(json).userName().equals(Optional.of(name));
        } catch (InvalidDocumentException e) {
            return true;
        }
    }

    @Override
    public long add(Owner owner, Optional<byte[]> json, Actor by) {
        try {
            return DocumentRows.add(
                    sql.connection(), owner, json.map(bytes -> new String(bytes, UTF_8)), clock.instant(), by.name());
        } catch (SQLException e) {
            throw new SqlFailure(e);
        }
    }
}
