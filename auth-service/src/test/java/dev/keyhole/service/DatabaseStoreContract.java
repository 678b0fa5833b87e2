package dev.keyhole.service;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keyhole.service.Administration.Actor;
import dev.keyhole.service.Administration.AuditEntry;
import dev.keyhole.spi.ConfigurationException;
import dev.keyhole.spi.Secret;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What holds of a database store, whichever database it is. */
abstract class DatabaseStoreContract {

    private static final Actor ADMIN = Actor.local("admin");
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

    private final PasswordHashes hashes = new PasswordHashes();
    private DatabaseSettings settings = DatabaseSettings.embedded("unused");
    private DatabaseStore store;
    private Administration administration;

    /** Of a database without our tables. */
    abstract DatabaseSettings settings() throws Exception;

    @BeforeEach
    void open() throws Exception {
        settings = settings();
        store = new DatabaseStore(Database.open(settings), PasswordSettings.USUAL);
        administration =
                new Administration(Database.open(settings), PasswordSettings.USUAL, Clock.fixed(NOW, ZoneOffset.UTC));
    }

    @AfterEach
    void close() {
        if (administration != null) {
            administration.close();
            store.close();
        }
    }

    private void user(String name, String password) {
        administration.putUser(ADMIN, name, Secret.of(password));
    }

    private long document(String user, String json) {
        return administration.putUserDocument(ADMIN, user, json.getBytes(UTF_8));
    }

    private String found(String user) {
        return store.document(user)
                .match(document -> new String(document.json(), UTF_8), () -> "none", () -> "unusable");
    }

    private boolean matches(String user, String password) {
        StoredPassword stored = store.password(user);
        return hashes.matches(password.getBytes(UTF_8), stored.hash()) && !stored.decoy();
    }

    private List<String> audited() {
        return administration.audit(100).stream()
                .map(entry -> entry.who() + " " + entry.action() + " " + entry.target() + " " + entry.version())
                .toList();
    }

    /** With digest hashes, and costlier hashes of passwords. */
    private static PasswordSettings better(HashSettings.Scheme scheme) {
        return new PasswordSettings(HashSettings.USUAL.with(scheme), Optional.of(DigestSettings.USUAL), "Keyhole");
    }

    private static Optional<StoredDigest> digest(DatabaseStore store, DigestName name) {
        return store.digest(DigestAlgorithm.SHA_256, name);
    }

    private static String digestOf(String user, String password) {
        return DigestAlgorithm.SHA_256.digestHash(user, "Keyhole", Secret.of(password));
    }

    @Test
    void digestHashesAreSetWithThePasswordAndCountOnlyAsLongAsIt() {
        DigestName name = new DigestName("falken", false);
        DigestName hash = new DigestName(DigestAlgorithm.SHA_256.nameHash("falken", "Keyhole"), true);
        try (DatabaseStore digests = new DatabaseStore(Database.open(settings), better(HashSettings.Scheme.BCRYPT));
                Administration admin = new Administration(
                        Database.open(settings), better(HashSettings.Scheme.BCRYPT), Clock.systemUTC())) {
            admin.putUser(ADMIN, "falken", Secret.of("joshua"));
            assertThat(digest(digests, name)).contains(new StoredDigest("falken", digestOf("falken", "joshua")));
            assertThat(digest(digests, hash)).isEqualTo(digest(digests, name));
            assertThat(digests.digest(DigestAlgorithm.MD5, name)).isEmpty();
            assertThat(digest(digests, new DigestName("nobody", false))).isEmpty();

            admin.setEnabled(ADMIN, "falken", false);
            assertThat(digest(digests, name)).isEmpty();
            admin.setEnabled(ADMIN, "falken", true);
            assertThat(digest(digests, name)).isPresent();

            // By somebody who knows nothing of Digest.
            user("falken", "pencil");
            assertThat(digest(digests, name)).isEmpty();

            admin.putUser(ADMIN, "falken", Secret.of("pencil"));
            assertThat(digest(digests, name)).contains(new StoredDigest("falken", digestOf("falken", "pencil")));
            admin.deleteUser(ADMIN, "falken");
            assertThat(digest(digests, name)).isEmpty();
        }
    }

    @Test
    void aPasswordThatProvedToBeRightIsKeptInABetterWay() {
        user("falken", "joshua");
        StoredPassword before = store.password("falken");
        store.proved("falken", "joshua".getBytes(UTF_8), before);
        assertThat(store.password("falken")).isEqualTo(before);

        try (DatabaseStore better = new DatabaseStore(Database.open(settings), better(HashSettings.Scheme.ARGON2ID))) {
            better.proved("falken", "joshua".getBytes(UTF_8), before);
            StoredPassword after = better.password("falken");
            assertThat(after.hash()).startsWith("$argon2id$v=19$m=19456,t=2,p=1$");
            assertThat(after.version()).isEqualTo(before.version());
            assertThat(matches("falken", "joshua")).isTrue();
            assertThat(matches("falken", "pencil")).isFalse();
            assertThat(digest(better, new DigestName("falken", false)))
                    .contains(new StoredDigest("falken", digestOf("falken", "joshua")));

            // Somebody else was faster with another password.
            user("falken", "pencil");
            better.proved("falken", "joshua".getBytes(UTF_8), after);
            assertThat(matches("falken", "pencil")).isTrue();
            assertThat(digest(better, new DigestName("falken", false))).isEmpty();
        }
    }

    @Test
    void aUserHasThePasswordThatWasGivenLast() {
        user("falken", "joshua");
        long before = store.password("falken").version();
        assertThat(matches("falken", "joshua")).isTrue();
        user("falken", "p\u00e4ncil");
        assertThat(matches("falken", "joshua")).isFalse();
        assertThat(matches("falken", "p\u00e4ncil")).isTrue();
        assertThat(store.password("falken").version()).isNotEqualTo(before);
    }

    @Test
    void namesAreComparedToTheLetter() {
        user("falken", "joshua");
        for (String other : List.of("Falken", "falken ", "", "falke", "f%", "' OR '1'='1")) {
            assertThat(store.password(other).decoy()).as(other).isTrue();
            assertThat(store.isActive(other)).isFalse();
        }
    }

    @Test
    void whoIsDisabledHasADecoyAndIsntActive() {
        user("falken", "joshua");
        assertThat(store.isActive("falken")).isTrue();
        assertThat(administration.setEnabled(ADMIN, "falken", false)).isTrue();
        assertThat(store.isActive("falken")).isFalse();
        assertThat(matches("falken", "joshua")).isFalse();
        user("falken", "pencil");
        assertThat(store.isActive("falken")).isFalse();
        administration.setEnabled(ADMIN, "falken", true);
        assertThat(matches("falken", "pencil")).isTrue();
        assertThat(administration.setEnabled(ADMIN, "nobody", false)).isFalse();
    }

    @Test
    void theLastDocumentCountsToTheByte() {
        user("falken", "joshua");
        assertThat(found("falken")).isEqualTo("none");
        assertThat(document("falken", "{\"logon\":true}")).isEqualTo(1);
        assertThat(document("falken", "{\"logon\" : false, \"user_name\":\"J\u00fcrgen \ud83d\ude00\"}"))
                .isEqualTo(2);
        assertThat(found("falken")).isEqualTo("{\"logon\" : false, \"user_name\":\"J\u00fcrgen \ud83d\ude00\"}");
    }

    @Test
    void theFirstGroupsDocumentIsForThoseWithoutOne() {
        user("falken", "joshua");
        administration.putGroupDocument(ADMIN, "traders", "{\"logon\":true}".getBytes(UTF_8));
        administration.putGroupDocument(ADMIN, "guests", "{\"logon\":false}".getBytes(UTF_8));
        assertThat(administration.setGroups(ADMIN, "falken", List.of("traders", "guests", "traders")))
                .isTrue();
        assertThat(found("falken")).isEqualTo("{\"logon\":true}");
        administration.setGroups(ADMIN, "falken", List.of("others", "guests"));
        assertThat(found("falken")).isEqualTo("none");
        document("falken", "{}");
        assertThat(found("falken")).isEqualTo("{}");
        assertThat(administration.setGroups(ADMIN, "nobody", List.of("traders")))
                .isFalse();
    }

    @Test
    void whoIsDeletedIsGoneWithTheDocument() {
        user("falken", "joshua");
        document("falken", "{\"logon\":true}");
        administration.setGroups(ADMIN, "falken", List.of("traders"));
        assertThat(administration.deleteUser(ADMIN, "falken")).isTrue();
        assertThat(store.isActive("falken")).isFalse();
        assertThat(found("falken")).isEqualTo("none");
        user("falken", "joshua");
        assertThat(found("falken")).isEqualTo("none");
        assertThat(document("falken", "{}")).isEqualTo(3);
        assertThat(administration.deleteUser(ADMIN, "nobody")).isFalse();
    }

    @Test
    void eachChangeIsAuditedAndNothingElse() {
        user("falken", "joshua");
        user("falken", "pencil");
        document("falken", "{}");
        administration.setEnabled(Actor.local("other"), "falken", false);
        administration.setEnabled(ADMIN, "nobody", false);
        assertThatThrownBy(() -> document("falken", "{\"logon\":1}"))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("/logon");
        assertThat(audited())
                .containsExactly(
                        "other disable USER falken 0",
                        "admin document USER falken 1",
                        "admin password USER falken 0",
                        "admin create USER falken 0");
        AuditEntry last = administration.audit(1).get(0);
        assertThat(last.at().toInstant()).isEqualTo(NOW);
        assertThat(last.address()).isEqualTo("local");
        assertThat(found("falken")).isEqualTo("{}");
    }

    @Test
    void namesAndPasswordsThatCantBeUsedAreRefused() {
        for (String name : List.of("", "a\nb", "x".repeat(257))) {
            assertThatThrownBy(() -> user(name, "joshua")).isInstanceOf(ConfigurationException.class);
        }
        for (String password : List.of("", "x".repeat(73))) {
            assertThatThrownBy(() -> user("falken", password)).isInstanceOf(ConfigurationException.class);
        }
        assertThat(audited()).isEmpty();
    }

    @Test
    void versionsMadeAtOneTimeEachHaveTheirOwnNumber() {
        List<CompletableFuture<Long>> changes = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            String json = "{\"user_name\":\"" + i + "\"}";
            changes.add(CompletableFuture.supplyAsync(() -> document("falken", json)));
        }
        assertThat(changes.stream().map(CompletableFuture::join))
                .containsExactlyInAnyOrderElementsOf(
                        LongStream.rangeClosed(1, 20).boxed().toList());
        assertThat(audited()).hasSize(20);
    }

    @Test
    void itIsFoundToBeThere() {
        assertThat(store.problems()).isEmpty();
    }
}
