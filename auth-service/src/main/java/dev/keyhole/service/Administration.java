package dev.keyhole.service;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.keyhole.permissions.InvalidDocumentException;
import dev.keyhole.permissions.PermissionsDocument;
import dev.keyhole.spi.ConfigurationException;
import dev.keyhole.spi.Secret;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Changes what is in a database store: users, groups, documents. Each change is one transaction together with the entry in
 * the audit that tells of it: there is none without the other, whatever happens. Thread-safe.
 *
 * <p>Whoever holds one may do everything; who may ask for what is decided by those who use it.
 */
public final class Administration implements AutoCloseable {

    /** As long as names may be. */
    public static final int MAX_NAME = 256;

    private final Database database;
    private final PasswordHashes hashes = new PasswordHashes();
    private final PasswordSettings settings;
    private final Clock clock;

    /**
     * An entry of the audit.
     *
     * @param address from where it was done; {@code local} for a command on the machine itself
     * @param target {@code USER name} or {@code GROUP name}
     * @param version of the document that it made; 0 for other changes
     */
    public record AuditEntry(
            long id, OffsetDateTime at, String who, String address, String action, String target, long version) {}

    /** Who makes a change, and from where. */
    public record Actor(String name, String address) {

        /** Somebody with a command on the machine itself. */
        public static Actor local(String name) {
            return new Actor(name, "local");
        }
    }

    Administration(Database database, PasswordSettings settings, Clock clock) {
        this.database = database;
        this.settings = settings;
        this.clock = clock;
    }

    /**
     * Opens a database, and makes its tables if it has none.
     *
     * @param passwords what is kept of a new one
     * @throws ConfigurationException if it can't be used
     */
    public static Administration open(DatabaseSettings settings, PasswordSettings passwords) {
        return new Administration(Database.open(settings), passwords, Clock.systemUTC());
    }

    /**
     * Makes a user, or gives an existing one another password. A disabled user stays so.
     *
     * @return whether the user is new
     * @throws ConfigurationException if name or password can't be used
     */
    public boolean putUser(Actor actor, String user, Secret password) {
        checkName(user);
        if (password.isEmpty() || password.length() > BcryptHashing.MAX_PASSWORD_BYTES) {
            throw new ConfigurationException("a password has from 1 to " + BcryptHashing.MAX_PASSWORD_BYTES + " bytes");
        }
        String hash = hashes.hash(password.toBytes(), settings.hashes());
        Map<DigestAlgorithm, String> digests = settings.digests(user, password);
        return database.write(connection -> {
            boolean isNew = update(
                            connection,
                            "UPDATE keyhole_user SET password_hash = ?, changes = changes + 1 WHERE name = ?",
                            hash,
                            user)
                    == 0;
            if (isNew) {
                update(
                        connection,
                        "INSERT INTO keyhole_user (name, password_hash, enabled, changes) VALUES (?, ?, TRUE, 1)",
                        user,
                        hash);
            }
            DigestRows.put(connection, user, hash, digests, settings.realm());
            audit(connection, actor, isNew ? "create" : "password", Owner.user(user), 0);
            return isNew;
        });
    }

    /** Whether there is such a user, disabled or not. */
    public boolean isUser(String user) {
        return new DatabaseLedger(database, clock)
                .read(transaction -> transaction.users().find(user).isPresent());
    }

    /** Lets a user log on, or not any more. False if there is no such user. */
    public boolean setEnabled(Actor actor, String user, boolean enabled) {
        return database.write(connection -> {
            boolean found = update(
                            connection,
                            "UPDATE keyhole_user SET enabled = ?, changes = changes + 1 WHERE name = ?",
                            enabled,
                            user)
                    > 0;
            if (found) {
                audit(connection, actor, enabled ? "enable" : "disable", Owner.user(user), 0);
            }
            return found;
        });
    }

    /** Removes a user; the versions of the document are kept, and the last one says that there is none. */
    public boolean deleteUser(Actor actor, String user) {
        return database.write(connection -> {
            boolean found = update(connection, "DELETE FROM keyhole_user WHERE name = ?", user) > 0;
            if (found) {
                long version = deleteDocument(connection, Owner.user(user), actor);
                audit(connection, actor, "delete", Owner.user(user), version);
            }
            return found;
        });
    }

    /**
     * Puts a user into these groups and no others, making those that there aren't yet. The first one's document is the
     * user's, if the user has none. False if there is no such user.
     */
    public boolean setGroups(Actor actor, String user, List<String> groups) {
        groups.forEach(Administration::checkName);
        List<String> distinct = groups.stream().distinct().toList();
        return database.write(connection -> {
            if (update(connection, "UPDATE keyhole_user SET changes = changes + 1 WHERE name = ?", user) == 0) {
                return false;
            }
            update(connection, "DELETE FROM keyhole_member WHERE user_name = ?", user);
            for (int i = 0; i < distinct.size(); i++) {
                update(
                        connection,
                        "INSERT INTO keyhole_group (name) SELECT ? WHERE NOT EXISTS"
                                + " (SELECT 1 FROM keyhole_group WHERE name = ?)",
                        distinct.get(i),
                        distinct.get(i));
                update(
                        connection,
                        "INSERT INTO keyhole_member (user_name, group_name, place) VALUES (?, ?, ?)",
                        user,
                        distinct.get(i),
                        i);
            }
            audit(connection, actor, "groups", Owner.user(user), 0);
            return true;
        });
    }

    /**
     * Gives a user another document. All its versions are kept.
     *
     * @return the number of the version
     * @throws ConfigurationException if the document has a fault; says where
     */
    public long putUserDocument(Actor actor, String user, byte[] json) {
        return putDocument(actor, Owner.user(user), json);
    }

    /** The same for a group. */
    public long putGroupDocument(Actor actor, String group, byte[] json) {
        return putDocument(actor, Owner.group(group), json);
    }

    private long putDocument(Actor actor, Owner owner, byte[] json) {
        checkName(owner.name());
        String text = checked(json);
        return database.write(connection -> {
            long version = DocumentRows.add(connection, owner, Optional.of(text), clock.instant(), actor.name());
            audit(connection, actor, "document", owner, version);
            return version;
        });
    }

    private static String checked(byte[] json) {
        try {
            PermissionsDocument.parse(json);
            return UTF_8.newDecoder().decode(ByteBuffer.wrap(json)).toString();
        } catch (InvalidDocumentException | CharacterCodingException e) {
            throw new ConfigurationException(String.valueOf(e.getMessage()));
        }
    }

    private long deleteDocument(Connection connection, Owner owner, Actor actor) throws SQLException {
        boolean there = DocumentRows.latest(connection, owner).isPresent();
        return there ? DocumentRows.add(connection, owner, Optional.empty(), clock.instant(), actor.name()) : 0;
    }

    /** The last changes, newest first. */
    public List<AuditEntry> audit(int limit) {
        return database.read(connection -> {
            try (PreparedStatement query = connection.prepareStatement(
                    "SELECT id, at, who, address, action, target, version FROM keyhole_audit ORDER BY id DESC LIMIT ?")) {
                query.setInt(1, limit);
                ResultSet row = query.executeQuery();
                List<AuditEntry> entries = new ArrayList<>();
                while (row.next()) {
                    entries.add(new AuditEntry(
                            row.getLong(1),
                            row.getObject(2, OffsetDateTime.class),
                            row.getString(3),
                            row.getString(4),
                            row.getString(5),
                            row.getString(6),
                            row.getLong(7)));
                }
                return List.copyOf(entries);
            }
        });
    }

    private void audit(Connection connection, Actor actor, String action, Owner owner, long version)
            throws SQLException {
        update(
                connection,
                "INSERT INTO keyhole_audit (at, who, address, action, target, version) VALUES (?, ?, ?, ?, ?, ?)",
                clock.instant().atOffset(ZoneOffset.UTC),
                actor.name(),
                actor.address(),
                action,
                owner.kind() + " " + owner.name(),
                version);
    }

    private static int update(Connection connection, String sql, Object... values) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                statement.setObject(i + 1, values[i]);
            }
            return statement.executeUpdate();
        }
    }

    private static void checkName(String name) {
        if (name.isEmpty() || name.length() > MAX_NAME || name.chars().anyMatch(Character::isISOControl)) {
            throw new ConfigurationException(
                    "a name has from 1 to " + MAX_NAME + " characters, and no control character");
        }
    }

    @Override
    public void close() {
        database.close();
    }
}
