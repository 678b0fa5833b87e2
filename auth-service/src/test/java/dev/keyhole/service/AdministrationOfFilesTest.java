package dev.keyhole.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Administration of files. */
class AdministrationOfFilesTest extends EscalationTests {

    private Path documents;
    private Path passwords;
    private Path groups;
    private Path digests;

    @Override
    void prepare() throws Exception {
        documents = Files.createDirectories(folder.resolve("permissions"));
        passwords = Files.writeString(folder.resolve("passwords"), "# who may log on\n");
        groups = Files.writeString(folder.resolve("groups"), "# who belongs to whom\n");
        digests = Files.writeString(folder.resolve("digests"), "");
    }

    @Override
    Ledger openLedger() {
        return new FilesLedger(
                new FilesLedger.Places(documents, passwords, Optional.of(digests), Optional.of(groups), 1 << 20),
                Clock.systemUTC());
    }

    @Override
    PermissionsServiceBuilder builder() {
        return PermissionsService.builder()
                .documents(documents)
                .passwords(passwords)
                .groups(groups);
    }

    @Test
    void whatElseStandsInTheFilesStays() throws Exception {
        put("/users/desk-new", "root", "{'password':'x','groups':['desk-g']}");
        put("/users/desk-new", "root", "{'enabled':false,'groups':['desk-g']}");
        assertThat(Files.readString(passwords))
                .startsWith("# who may log on\nroot:")
                .contains("\ndesk-new:!$2a$10$");
        assertThat(Files.readString(groups)).isEqualTo("# who belongs to whom\ndesk-g: desk-new\n");
        delete("/users/desk-new", "root");
        assertThat(Files.readString(passwords)).doesNotContain("desk-new");
        assertThat(Files.readString(groups)).isEqualTo("# who belongs to whom\ndesk-g:\n");
    }

    @Test
    void aFolderOfDocumentsThatIsGoneIsntMadeAnew() throws Exception {
        Path away = folder.resolve("away");
        Files.move(documents, away);
        assertThat(get("/users", "falken").statusCode()).isEqualTo(503);
        assertThat(documents).doesNotExist();
        Files.move(away, documents);
        assertThat(get("/users", "root").statusCode()).isEqualTo(200);
    }

    @Test
    void anotherPasswordTakesTheDigestsOfTheOldOneAway() throws Exception {
        String others = "falken:Keyhole:" + "a".repeat(32) + "\n";
        Running.write(digests, others + "root:Keyhole:" + "b".repeat(32) + "\nroot:Keyhole:" + "c".repeat(64) + "\n");
        user("root", "");
        assertThat(Files.readString(digests)).isEqualTo(others);
    }

    @Test
    void theGroupOfEverybodyIsForNewUsersToo() throws Exception {
        Running.write(groups, "high: *\n");
        group("high", SUPER);
        assertThat(put("/users/desk-new", "desk-chief", "{'password':'x'}").statusCode())
                .isEqualTo(403);
        assertThat(put("/users/desk-new", "root", "{'password':'x','groups':['desk-g']}")
                        .statusCode())
                .isEqualTo(201);
        assertThat(Files.readString(groups)).isEqualTo("desk-g: desk-new\nhigh: *\n");
        assertThat(delete("/groups/high", "root").statusCode()).isEqualTo(409);
    }

    @Test
    void whatAnEditorDidIsAVersionToo() throws Exception {
        Running.write(documents.resolve("falken.json"), "{\"logon\":false}");
        String tag = get("/users/falken/document", "root")
                .headers()
                .firstValue("ETag")
                .orElseThrow();
        assertThat(tag).startsWith("\"2-");
        assertThat(put("/users/falken/document", "root", "{}", "If-Match", tag).statusCode())
                .isEqualTo(200);
        List<?> versions =
                (List<?>) json(get("/users/falken/document/versions", "root")).get("versions");
        assertThat(versions.stream()
                        .map(Map.class::cast)
                        .map(version -> version.get("version") + " " + version.get("by")))
                .containsExactly("3 root", "2 (somebody with an editor)", "1 setup");
        assertThat(get("/users/falken/document/versions/2", "root").body()).isEqualTo("{\"logon\":false}");
    }

    @Test
    void namesThatTheFilesCantHoldAreRefused() {
        assertThat(put("/users/%23x", "root", "{'password':'x'}").statusCode()).isEqualTo(422);
        assertThat(put("/users/a%20b", "root", "{'password':'x','groups':['g']}")
                        .statusCode())
                .isEqualTo(422);
        assertThat(put("/groups/a%3Ab", "root", "{}").statusCode()).isEqualTo(422);
        assertThat(get("/users/a%20b", "root").statusCode()).isEqualTo(404);
    }
}
