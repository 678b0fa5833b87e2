package dev.keyhole.service;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.keyhole.permissions.InvalidDocumentException;
import dev.keyhole.permissions.PermissionsDocument;
import dev.keyhole.spi.Problem;
import dev.keyhole.spi.Secret;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Users, groups and documents of a database. Thread-safe. */
final class DatabaseStore implements Store {

    private static final long MAX_CACHED_BYTES = 64L << 20;
    private static final int OVERHEAD = 1024;
    private static final Logger log = LoggerFactory.getLogger(DatabaseStore.class);

    /** One version of a document. It never changes, so what was made of it can be kept. */
    private record Version(Owner owner, long number) {}

    private final Database database;
    private final PasswordSettings settings;
    private final PasswordHashes hashes = new PasswordHashes();
    private final String decoy;
    private final Cache<Version, DocumentLookup> parsed = Caffeine.newBuilder()
            .maximumWeight(MAX_CACHED_BYTES)
            .weigher((Version version, DocumentLookup lookup) ->
                    OVERHEAD + lookup.match(document -> document.json().length, () -> 0, () -> 0))
            .build();

    /** @param settings of new passwords: those who don't exist take as long to refuse as who has one */
    DatabaseStore(Database database, PasswordSettings settings) {
        this.database = database;
        this.settings = settings;
        this.decoy = hashes.decoy(settings.hashes());
    }

    @Override
    public StoredPassword password(String user) {
        return database.read(connection -> {
            try (PreparedStatement query = connection.prepareStatement(
                    "SELECT password_hash, enabled, changes FROM keyhole_user WHERE name = ?")) {
                query.setString(1, user);
                ResultSet row = query.executeQuery();
                return row.next()
                        ? new StoredPassword(row.getString(1), !row.getBoolean(2), row.getLong(3))
                        : new StoredPassword(decoy, true, 0);
            }
        });
    }

    @Override
    public Optional<StoredDigest> digest(DigestAlgorithm algorithm, DigestName name) {
        return database.read(connection -> DigestRows.find(connection, algorithm, name, settings.realm()));
    }

    /** Makes a new hash where the old one is easier to guess, and digest hashes where they are missing. */
    @Override
    public void proved(String user, byte[] password, StoredPassword stored) {
        boolean weaker = PasswordHashes.isWeaker(stored.hash(), settings.hashes());
        boolean complete = database.read(connection -> DigestRows.areThere(connection, user, stored.hash(), settings));
        if (!weaker && complete) {
            return;
        }
        String hash = weaker ? hashes.hash(password, settings.hashes()) : stored.hash();
        Map<DigestAlgorithm, String> digests;
        try (Secret secret = Secret.of(password)) {
            digests = settings.digests(user, secret);
        }
        database.write(connection -> {
            // Not if there is another password meanwhile. What the user may do hasn't changed, nor has the password.
            try (PreparedStatement update = connection.prepareStatement(
                    "UPDATE keyhole_user SET password_hash = ? WHERE name = ? AND password_hash = ?")) {
                update.setString(1, hash);
                update.setString(2, user);
                update.setString(3, stored.hash());
                if (update.executeUpdate() > 0) {
                    DigestRows.put(connection, user, hash, digests, settings.realm());
                }
            }
            return true;
        });
        log.info("user={}: the password is kept in a better way now", AccessLog.clean(user));
    }

    @Override
    public boolean isActive(String user) {
        return !password(user).decoy();
    }

    @Override
    public boolean isKnown(String user) {
        return database.read(connection -> {
            try (PreparedStatement query = connection.prepareStatement("SELECT 1 FROM keyhole_user WHERE name = ?")) {
                query.setString(1, user);
                return query.executeQuery().next();
            }
        });
    }

    @Override
    public DocumentLookup document(String user) {
        return database.read(connection -> {
            DocumentLookup own = current(connection, Owner.user(user));
            if (!(own instanceof DocumentLookup.Absent)) {
                return own;
            }
            Optional<String> group = firstGroup(connection, user);
            return group.isPresent() ? current(connection, Owner.group(group.get())) : own;
        });
    }

    private static Optional<String> firstGroup(Connection connection, String user) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(
                "SELECT group_name FROM keyhole_member WHERE user_name = ? ORDER BY place LIMIT 1")) {
            query.setString(1, user);
            ResultSet row = query.executeQuery();
            return row.next() ? Optional.of(row.getString(1)) : Optional.empty();
        }
    }

    private DocumentLookup current(Connection connection, Owner owner) throws SQLException {
        Optional<Version> version = DocumentRows.latest(connection, owner).map(number -> new Version(owner, number));
        if (version.isEmpty()) {
            return new DocumentLookup.Absent();
        }
        DocumentLookup known = parsed.getIfPresent(version.get());
        if (known != null) {
            return known;
        }
        DocumentLookup lookup = DocumentRows.content(
                        connection, owner, version.get().number())
                .map(content -> parse(version.get(), content.getBytes(UTF_8)))
                .orElseGet(DocumentLookup.Absent::new);
        parsed.put(version.get(), lookup);
        return lookup;
    }

    private static DocumentLookup parse(Version version, byte[] json) {
        try {
            return new DocumentLookup.Found(new StoredDocument(
                    json,
                    "\"" + version.number() + "-" + EntityTags.digest(json) + "\"",
                    PermissionsDocument.parse(json)));
        } catch (InvalidDocumentException e) {
            log.error("document {} of {}: {}", version.number(), version.owner(), e.getMessage());
            return new DocumentLookup.Unusable();
        }
    }

    @Override
    public List<Problem> problems() {
        return database.isUsable() ? List.of() : List.of(Problem.of("the database can't be reached"));
    }

    @Override
    public void close() {
        database.close();
    }
}
