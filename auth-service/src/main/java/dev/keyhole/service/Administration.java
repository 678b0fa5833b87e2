package dev.keyhole.service;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.keyhole.permissions.InvalidDocumentException;
import dev.keyhole.permissions.PermissionsDocument;
import dev.keyhole.spi.ConfigurationException;
import dev.keyhole.spi.Secret;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * Changes what is in a database store: users, groups, documents. Each change is one transaction together with the entry in
 * the audit that tells of it: there is none without the other, whatever happens. Changes wait for each other, and for
 * those that a service makes for administrators. Thread-safe.
 *
 * <p>Whoever holds one may do everything; who may ask for what is decided by those who use it.
 */
public final class Administration implements AutoCloseable {

    /** As long as names may be. */
    public static final int MAX_NAME = 256;

    private final Database database;
    private final Ledger ledger;
    private final PasswordSettings settings;

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
        this.ledger = new DatabaseLedger(database, clock);
        this.settings = settings;
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
        NewPassword kept = settings.keep(user, password);
        return ledger.change(transaction -> {
            Optional<UserRecord> before = transaction.users().find(user);
            boolean enabled = before.map(UserRecord::enabled).orElse(true);
            List<String> groups = before.map(UserRecord::groups).orElse(List.of());
            transaction.users().put(new UserRecord(user, kept.hash(), enabled, groups));
            transaction.users().putDigests(user, kept);
            transaction.audit().add(actor, before.isEmpty() ? "create" : "password", Owner.user(user), 0);
            return before.isEmpty();
        });
    }

    /** Whether there is such a user, disabled or not. */
    public boolean isUser(String user) {
        return ledger.read(transaction -> transaction.users().find(user).isPresent());
    }

    /** Lets a user log on, or not any more. False if there is no such user. */
    public boolean setEnabled(Actor actor, String user, boolean enabled) {
        return change(
                actor,
                user,
                enabled ? "enable" : "disable",
                before -> new UserRecord(user, before.hash(), enabled, before.groups()));
    }

    /** Removes a user; the versions of the document are kept, and the last one says that there is none. */
    public boolean deleteUser(Actor actor, String user) {
        return ledger.change(transaction -> {
            boolean found = transaction.users().find(user).isPresent();
            if (found) {
                transaction.users().remove(user);
                long version = DocumentChanges.remove(transaction, Owner.user(user), actor);
                transaction.audit().add(actor, "delete", Owner.user(user), version);
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
        return change(actor, user, "groups", before -> new UserRecord(user, before.hash(), before.enabled(), distinct));
    }

    private boolean change(Actor actor, String user, String action, UnaryOperator<UserRecord> work) {
        return ledger.change(transaction -> {
            Optional<UserRecord> before = transaction.users().find(user);
            before.map(work).ifPresent(after -> {
                transaction.users().put(after);
                transaction.audit().add(actor, action, Owner.user(user), 0);
            });
            return before.isPresent();
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

    /** The same for a group, which is made if there is none. */
    public long putGroupDocument(Actor actor, String group, byte[] json) {
        return putDocument(actor, Owner.group(group), json);
    }

    private long putDocument(Actor actor, Owner owner, byte[] json) {
        checkName(owner.name());
        check(json);
        return ledger.change(transaction -> {
            if (owner.kind() == Owner.Kind.GROUP) {
                transaction.groups().add(owner.name());
            }
            long version = transaction.documents().add(owner, Optional.of(json), actor);
            transaction.audit().add(actor, "document", owner, version);
            return version;
        });
    }

    private static void check(byte[] json) {
        try {
            PermissionsDocument.parse(json);
            UTF_8.newDecoder().decode(ByteBuffer.wrap(json));
        } catch (InvalidDocumentException | CharacterCodingException e) {
            throw new ConfigurationException(String.valueOf(e.getMessage()));
        }
    }

    /** The last changes, newest first. */
    public List<AuditEntry> audit(int limit) {
        return ledger.read(transaction -> transaction.audit().list(Long.MAX_VALUE, limit));
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
