package dev.keyhole.service;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;

/** The table of documents: every version there ever was. */
final class DocumentRows {

    private DocumentRows() {}

    /** The number of the version that counts, which may say that there is none now. */
    static Optional<Long> latest(Connection connection, Owner owner) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(
                "SELECT version FROM keyhole_document WHERE kind = ? AND owner = ? ORDER BY version DESC LIMIT 1")) {
            query.setString(1, owner.kind().name());
            query.setString(2, owner.name());
            ResultSet row = query.executeQuery();
            return row.next() ? Optional.of(row.getLong(1)) : Optional.empty();
        }
    }

    /** The text of a version; empty if there is no such version, or it says that there is none. */
    static Optional<String> content(Connection connection, Owner owner, long version) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(
                "SELECT content FROM keyhole_document WHERE kind = ? AND owner = ? AND version = ?")) {
            query.setString(1, owner.kind().name());
            query.setString(2, owner.name());
            query.setLong(3, version);
            ResultSet row = query.executeQuery();
            return row.next() ? Optional.ofNullable(row.getString(1)) : Optional.empty();
        }
    }

    /** Adds a version; two that are added at the same time can't have the same number, and one of them fails. */
    static long add(Connection connection, Owner owner, Optional<String> content, Instant at, String by)
            throws SQLException {
        long version = latest(connection, owner).orElse(0L) + 1;
        try (PreparedStatement insert = connection.prepareStatement(
                "INSERT INTO keyhole_document (kind, owner, version, content, changed_at, changed_by)"
                        + " VALUES (?, ?, ?, ?, ?, ?)")) {
            insert.setString(1, owner.kind().name());
            insert.setString(2, owner.name());
            insert.setLong(3, version);
            if (content.isPresent()) {
                insert.setString(4, content.get());
            } else {
                insert.setNull(4, Types.VARCHAR);
            }
            insert.setObject(5, at.atOffset(ZoneOffset.UTC));
            insert.setString(6, by);
            insert.executeUpdate();
        }
        return version;
    }
}
