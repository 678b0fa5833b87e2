package dev.keyhole.service;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;

/**
 * The digest hashes of a database. Each stands beside the hash of the same password: as soon as a user has another one of
 * those, it doesn't count any more.
 */
final class DigestRows {

    private DigestRows() {}

    /** The one of a user who may log on. */
    static Optional<StoredDigest> find(Connection connection, DigestAlgorithm algorithm, DigestName name, String realm)
            throws SQLException {
        String column = name.hashed() ? "name_hash" : "user_name";
        try (PreparedStatement query = connection.prepareStatement("SELECT u.name, d.hash"
                + " FROM keyhole_digest d JOIN keyhole_user u ON u.name = d.user_name WHERE d." + column + " = ?"
                + " AND d.algorithm = ? AND d.realm = ? AND d.password_hash = u.password_hash AND u.enabled")) {
            query.setString(1, name.text());
            query.setString(2, algorithm.name());
            query.setString(3, realm);
            ResultSet row = query.executeQuery();
            return row.next() ? Optional.of(new StoredDigest(row.getString(1), row.getString(2))) : Optional.empty();
        }
    }

    /** Whether a user has each of them, for this hash of the password. */
    static boolean areThere(Connection connection, String user, String passwordHash, PasswordSettings settings)
            throws SQLException {
        for (DigestAlgorithm algorithm : settings.algorithms()) {
            try (PreparedStatement query = connection.prepareStatement(
                    "SELECT 1 FROM keyhole_digest WHERE user_name = ? AND algorithm = ? AND realm = ?"
                            + " AND password_hash = ?")) {
                query.setString(1, user);
                query.setString(2, algorithm.name());
                query.setString(3, settings.realm());
                query.setString(4, passwordHash);
                if (!query.executeQuery().next()) {
                    return false;
                }
            }
        }
        return true;
    }

    /**
     * Replaces those of a user, who is there already.
     *
     * @param passwordHash that was made of the same password
     */
    static void put(
            Connection connection, String user, String passwordHash, Map<DigestAlgorithm, String> digests, String realm)
            throws SQLException {
        try (PreparedStatement delete = connection.prepareStatement("DELETE FROM keyhole_digest WHERE user_name = ?")) {
            delete.setString(1, user);
            delete.executeUpdate();
        }
        for (Map.Entry<DigestAlgorithm, String> digest : digests.entrySet()) {
            try (PreparedStatement insert = connection.prepareStatement("INSERT INTO keyhole_digest"
                    + " (user_name, algorithm, realm, hash, name_hash, password_hash) VALUES (?, ?, ?, ?, ?, ?)")) {
                insert.setString(1, user);
                insert.setString(2, digest.getKey().name());
                insert.setString(3, realm);
                insert.setString(4, digest.getValue());
                insert.setString(5, digest.getKey().nameHash(user, realm));
                insert.setString(6, passwordHash);
                insert.executeUpdate();
            }
        }
    }
}
