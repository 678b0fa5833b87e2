package dev.keyhole.service;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keyhole.service.Administration.Actor;
import dev.keyhole.spi.Secret;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

/** Administration of a database over HTTP, beside that by commands on the machine itself. */
abstract class AdministrationOfDatabaseTests extends EscalationTests {

    private static final Actor LOCAL = Actor.local("somebody");
    private static final PasswordSettings BETTER = new PasswordSettings(
            HashSettings.USUAL.with(HashSettings.Scheme.ARGON2ID), Optional.of(DigestSettings.USUAL), "Keyhole");

    private DatabaseSettings settings = DatabaseSettings.embedded("unused");
    private Optional<Database> database = Optional.empty();

    /** Of a database without our tables. */
    abstract DatabaseSettings settings() throws Exception;

    @Override
    void prepare() throws Exception {
        settings = settings();
        database = Optional.of(Database.open(settings));
    }

    @Override
    void release() {
        database.ifPresent(Database::close);
    }

    @Override
    Ledger openLedger() {
        return new DatabaseLedger(database.orElseThrow(), Clock.systemUTC());
    }

    @Override
    PermissionsServiceBuilder builder() {
        return PermissionsService.builder().database(settings);
    }

    private static void putUser(PermissionsService service, String name, String header, String value, String body) {
        HttpResponse<String> answer = Running.send(
                java.net.http.HttpRequest.newBuilder(URI.create(service.uri() + "/administration/users/" + name))
                        .header("Authorization", Running.basic("root", "root"))
                        .header("Content-Type", "application/json")
                        .header(header, value)
                        .PUT(BodyPublishers.ofString(body)));
        assertThat(answer.statusCode()).as(answer.body()).isBetween(200, 201);
    }

    private static Optional<StoredDigest> digest(DatabaseStore store, String user) {
        return store.digest(DigestAlgorithm.SHA_256, new DigestName(user, false));
    }

    private static Optional<StoredDigest> digestOf(String user, String password) {
        return Optional.of(
                new StoredDigest(user, DigestAlgorithm.SHA_256.digestHash(user, BETTER.realm(), Secret.of(password))));
    }

    @Test
    void aNewPasswordIsKeptAsTheServiceIsTold() {
        try (PermissionsService service = builder()
                        .port(0)
                        .brake(Running.UNBRAKED)
                        .administration(true)
                        .hashes(BETTER.hashes())
                        .digest(DigestSettings.USUAL)
                        .start();
                DatabaseStore store = new DatabaseStore(Database.open(settings), BETTER)) {
            putUser(service, "desk-new", "If-None-Match", "*", "{\"password\":\"joshua\"}");
            assertThat(store.password("desk-new").hash()).startsWith("$argon2id$");
            assertThat(digest(store, "desk-new")).isEqualTo(digestOf("desk-new", "joshua"));

            putUser(service, "desk-new", "If-Match", "*", "{\"enabled\":true,\"groups\":[\"desk-g\"]}");
            assertThat(digest(store, "desk-new"))
                    .as("the password is the same")
                    .isEqualTo(digestOf("desk-new", "joshua"));

            putUser(service, "desk-new", "If-Match", "*", "{\"password\":\"pencil\",\"enabled\":true,\"groups\":[]}");
            assertThat(digest(store, "desk-new")).isEqualTo(digestOf("desk-new", "pencil"));
        }
    }

    @Test
    void thePasswordOfTheFirstAdministratorIsKeptAsTheServiceIsTold() {
        builder()
                .hashes(BETTER.hashes())
                .digest(DigestSettings.USUAL)
                .makeFirstAdministrator(LOCAL, "norad", Secret.of("joshua"));
        try (DatabaseStore store = new DatabaseStore(Database.open(settings), BETTER)) {
            assertThat(store.password("norad").hash()).startsWith("$argon2id$");
            assertThat(digest(store, "norad")).isEqualTo(digestOf("norad", "joshua"));
        }
    }

    /** Time can only make this succeed where it should fail, and not the other way round. */
    @Test
    void aLocalChangeDoesntComeBetweenACheckAndWhatFollowsFromIt() {
        try (Administration local =
                new Administration(Database.open(settings), PasswordSettings.USUAL, Clock.systemUTC())) {
            CompletableFuture<Boolean> disabling = openLedger().change(transaction -> {
                assertThat(transaction.users().find("falken").orElseThrow().enabled())
                        .isTrue();
                CompletableFuture<Boolean> other =
                        CompletableFuture.supplyAsync(() -> local.setEnabled(LOCAL, "falken", false));
                assertThatThrownBy(() -> other.get(300, MILLISECONDS)).isInstanceOf(TimeoutException.class);
                transaction.audit().add(LOCAL, "checked", Owner.user("falken"), 0);
                return other;
            });
            assertThat(disabling.join()).isTrue();
            assertThat(local.audit(2))
                    .extracting(Administration.AuditEntry::action)
                    .containsExactly("disable", "checked");
        }
    }

    @Test
    void aGroupThatWasGivenADocumentByACommandIsThere() {
        try (Administration local =
                new Administration(Database.open(settings), PasswordSettings.USUAL, Clock.systemUTC())) {
            assertThat(get("/groups/desk-traders", "root").statusCode()).isEqualTo(404);
            local.putGroupDocument(LOCAL, "desk-traders", PLAIN.getBytes(UTF_8));
            local.putGroupDocument(LOCAL, "desk-traders", PLAIN.getBytes(UTF_8));
        }
        assertThat(get("/groups/desk-traders", "root").statusCode()).isEqualTo(200);
        assertThat(get("/groups/desk-traders/document", "root").body()).isEqualTo(PLAIN);
        assertThat(put("/groups/desk-traders/document", "desk-chief", "{}").statusCode())
                .isEqualTo(200);
    }

    private String tag(String user) {
        return openLedger()
                .read(transaction ->
                        transaction.users().find(user).orElseThrow().entityTag());
    }

    @Test
    void whoLogsOnDoesntBecomeAnotherVersionByABetterHashOfTheSamePassword() {
        String before = tag("falken");
        try (DatabaseStore store = new DatabaseStore(Database.open(settings), BETTER)) {
            StoredPassword weak = store.password("falken");
            store.proved("falken", "joshua".getBytes(UTF_8), weak);
            assertThat(store.password("falken").hash()).isNotEqualTo(weak.hash());
        }
        assertThat(tag("falken")).isEqualTo(before);
    }

    @Test
    void aNewUserOfAnOldNameIsAnotherVersion() {
        try (Administration local =
                new Administration(Database.open(settings), PasswordSettings.USUAL, Clock.systemUTC())) {
            local.putUser(LOCAL, "desk-again", Secret.of("first"));
            String first = tag("desk-again");
            local.deleteUser(LOCAL, "desk-again");
            local.putUser(LOCAL, "desk-again", Secret.of("second"));
            assertThat(tag("desk-again")).isNotEqualTo(first);
        }
    }
}
