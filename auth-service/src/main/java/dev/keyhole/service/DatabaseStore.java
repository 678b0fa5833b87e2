package dev.keyhole.service;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.keyhole.permissions.InvalidDocumentException;
import dev.keyhole.permissions.PermissionsDocument;
import dev.keyhole.service.PasswordHashes.Scheme;
import dev.keyhole.spi.Problem;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
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
    private final String decoy;
    private final Cache<Version, DocumentLookup> parsed = Caffeine.newBuilder()
            .maximumWeight(MAX_CACHED_BYTES)
            .weigher((Version version, DocumentLookup lookup) ->
                    OVERHEAD + lookup.match(document -> document.json().length, () -> 0, () -> 0))
            .build();

    /** @param scheme of new passwords: those who don't exist take as long to refuse as one of these */
    DatabaseStore(Database database, Scheme scheme) {
        this.database = database;
        this.decoy = new PasswordHashes().decoy(scheme);
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
    public boolean isActive(String user) {
        return !password(user).decoy();
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
