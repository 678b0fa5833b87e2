package dev.keyhole.service;

import static dev.keyhole.service.Running.DOCUMENT;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/** Files that change, break and come back while the service runs. */
class ReloadTest {

    @TempDir
    Path folder;

    private final ListAppender<ILoggingEvent> logged = new ListAppender<>();
    private final Logger root = (Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME);
    private Running service;

    @BeforeEach
    void start() throws IOException {
        logged.start();
        root.addAppender(logged);
        service = new Running(folder)
                .user("falken", "joshua")
                .document("falken.json", DOCUMENT)
                .start();
    }

    @AfterEach
    void stop() {
        service.close();
        root.detachAppender(logged);
    }

    private int status(String user, String password) {
        return service.get("/permissions/" + user, user, password).statusCode();
    }

    private List<String> errors() {
        List<ILoggingEvent> events;
        // Which the appender holds while it adds to the list.
        synchronized (logged) {
            events = List.copyOf(logged.list);
        }
        return events.stream()
                .filter(event -> event.getLevel() == Level.ERROR)
                .map(ILoggingEvent::getFormattedMessage)
                .toList();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aChangedDocumentIsServedAtOnce(boolean old) throws IOException {
        for (int i = 0; i < 20; i++) {
            String json = "{\"logon\":" + (i % 2 == 0) + "}";
            service.document("falken.json", json);
            if (old) {
                Running.age(service.documents.resolve("falken.json"));
            }
            assertThat(service.get("/permissions/falken", "falken", "joshua").body())
                    .isEqualTo(json);
        }
    }

    /** The same length, and quicker than the clock of a file system may tick. */
    @Test
    void aDocumentWrittenInPlaceIsServedAtOnce() throws IOException {
        for (int i = 0; i < 50; i++) {
            String json = "{\"replicated-topics\":[\"" + (char) ('a' + i % 26) + "\"]}";
            Files.writeString(service.documents.resolve("falken.json"), json);
            assertThat(service.get("/permissions/falken", "falken", "joshua").body())
                    .isEqualTo(json);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "{", "[]", "{\"logon\":1}", "{\"logon\":true}}", "{\"logon\":true,\"logon\":true}", "\u0000"
            })
    void aBrokenDocumentIsRefusedUntilItIsMended(String broken) throws IOException {
        assertThat(status("falken", "joshua")).isEqualTo(200);
        service.document("falken.json", broken);
        assertThat(status("falken", "joshua")).isEqualTo(500);
        assertThat(status("falken", "joshua")).isEqualTo(500);
        assertThat(errors())
                .singleElement()
                .asString()
                .startsWith(service.documents.resolve("falken.json") + ": ")
                .contains("line 1, column ");
        service.document("falken.json", DOCUMENT);
        assertThat(status("falken", "joshua")).isEqualTo(200);
    }

    @Test
    void aBrokenDocumentOfOnesOwnIsNeverReplacedByTheGroups() throws IOException {
        Running.write(service.groups, "guests: *\n");
        service.document("groups/guests.json", "{\"logon\":true}").document("falken.json", "{");
        assertThat(status("falken", "joshua")).isEqualTo(500);
        Files.delete(service.documents.resolve("falken.json"));
        Files.createSymbolicLink(service.documents.resolve("falken.json"), folder.resolve("void"));
        assertThat(status("falken", "joshua")).isEqualTo(500);
        Files.delete(service.documents.resolve("falken.json"));
        Files.createDirectory(service.documents.resolve("falken.json"));
        assertThat(status("falken", "joshua")).isEqualTo(500);
        Files.delete(service.documents.resolve("falken.json"));
        assertThat(status("falken", "joshua")).isEqualTo(200);
    }

    @Test
    void aUserWithoutADocumentGetsThatOfTheGroup() throws IOException {
        service.user("jennifer", "mack").document("groups/night%2Fshift.json", "{\"logon\":false}");
        assertThat(status("jennifer", "mack")).isEqualTo(404);
        Running.write(service.groups, "night/shift: jennifer\nguests: *\n");
        assertThat(service.get("/permissions/jennifer", "jennifer", "mack").body())
                .isEqualTo("{\"logon\":false}");
        service.document("jennifer.json", DOCUMENT);
        assertThat(service.get("/permissions/jennifer", "jennifer", "mack").body())
                .isEqualTo(DOCUMENT);
        Files.delete(service.documents.resolve("jennifer.json"));
        Files.delete(service.documents.resolve("groups/night%2Fshift.json"));
        service.document("groups/guests.json", DOCUMENT);
        assertThat(status("jennifer", "mack")).isEqualTo(404);
    }

    @Test
    void aBrokenGroupsFileRefusesThoseWhoNeedIt() throws IOException {
        service.user("jennifer", "mack").document("groups/guests.json", DOCUMENT);
        Running.write(service.groups, "guests: *\n");
        assertThat(status("jennifer", "mack")).isEqualTo(200);
        Running.write(service.groups, "guests: *\nnonsense\n");
        assertThat(status("jennifer", "mack")).isEqualTo(500);
        assertThat(status("falken", "joshua")).isEqualTo(200);
        assertThat(errors()).containsExactly(service.groups + ":2: this isn't a line 'group: user user'");
        Files.delete(service.groups);
        assertThat(status("jennifer", "mack")).isEqualTo(500);
    }

    @Test
    void aFolderThatIsGoneMakesNoDocumentAbsent() throws IOException {
        service.user("jennifer", "mack");
        Path elsewhere = Files.move(service.documents, folder.resolve("elsewhere"));
        assertThat(status("falken", "joshua")).isEqualTo(500);
        assertThat(status("jennifer", "mack")).isEqualTo(500);
        assertThat(service.get("/health").statusCode()).isEqualTo(503);
        assertThat(errors()).containsExactly(service.documents + ": the folder of permissions documents isn't there");
        Files.move(elsewhere, service.documents);
        assertThat(status("falken", "joshua")).isEqualTo(200);
        assertThat(status("jennifer", "mack")).isEqualTo(404);
        assertThat(service.get("/health").statusCode()).isEqualTo(200);
    }

    /** On some file systems {@code Falken.json} opens {@code falken.json}; this one says what its folder lists. */
    @Test
    void aNameHasToBeListedToTheLetter() throws IOException {
        Path file = service.documents.resolve("falken.json");
        assertThat(FolderDocumentStore.isListed(service.documents, file)).isTrue();
        assertThat(FolderDocumentStore.isListed(service.documents, service.documents.resolve("Falken.json")))
                .isFalse();
    }

    @Test
    void aDocumentBeyondTheLimitIsRefused() throws IOException {
        service.close();
        try (Running small = new Running(folder, builder -> builder.maxDocumentBytes(DOCUMENT.length()))) {
            small.user("falken", "joshua").start();
            assertThat(small.get("/permissions/falken", "falken", "joshua").statusCode())
                    .isEqualTo(200);
            small.document("falken.json", DOCUMENT + " ");
            assertThat(small.get("/permissions/falken", "falken", "joshua").statusCode())
                    .isEqualTo(500);
            assertThat(errors())
                    .containsExactly(small.documents.resolve("falken.json") + ": it can't be read: it is larger than "
                            + DOCUMENT.length() + " bytes");
        }
    }

    @Test
    void aVerifiedPasswordIsRememberedUntilThePasswordFileChanges() throws IOException {
        for (int i = 0; i < 10; i++) {
            assertThat(status("falken", "joshua")).isEqualTo(200);
        }
        assertThat(service.verifications).hasValue(1);
        service.user("jennifer", "mack");
        assertThat(status("falken", "joshua")).isEqualTo(200);
        assertThat(service.verifications).hasValue(2);
    }

    @Test
    void aRewrittenPasswordFileWithTheSameContentForgetsNothing() throws IOException {
        assertThat(status("falken", "joshua")).isEqualTo(200);
        Running.write(service.passwords, Files.readString(service.passwords));
        assertThat(status("falken", "joshua")).isEqualTo(200);
        assertThat(service.verifications).hasValue(1);
    }

    @Test
    void usersComeAndGoAndChangeTheirPasswords() throws IOException {
        assertThat(status("falken", "joshua")).isEqualTo(200);
        Running.write(service.passwords, Running.line("falken", "tictactoe"));
        assertThat(status("falken", "joshua")).isEqualTo(401);
        assertThat(status("falken", "tictactoe")).isEqualTo(200);
        Running.write(service.passwords, "");
        assertThat(status("falken", "tictactoe")).isEqualTo(401);
    }

    @Test
    void whileThePasswordFileIsBrokenNobodyIsLetInNorTurnedAwayAsWrong() throws IOException {
        assertThat(status("falken", "joshua")).isEqualTo(200);
        String good = Files.readString(service.passwords);
        Running.write(service.passwords, good + "mckittrick:norad\n");
        assertThat(status("falken", "joshua")).isEqualTo(503);
        assertThat(status("nobody", "x")).isEqualTo(503);
        assertThat(service.get("/permissions/falken").statusCode()).isEqualTo(401);
        assertThat(service.get("/health").statusCode()).isEqualTo(503);
        assertThat(service.get("/health").body()).isEqualTo("{\"status\":\"down\"}\n");
        assertThat(errors())
                .singleElement()
                .asString()
                .startsWith(service.passwords + ":2: user 'mckittrick' has no hash that is known here")
                .doesNotContain("norad");
        Files.delete(service.passwords);
        assertThat(status("falken", "joshua")).isEqualTo(503);
        Running.write(service.passwords, good);
        assertThat(status("falken", "joshua")).isEqualTo(200);
        assertThat(service.get("/health").statusCode()).isEqualTo(200);
    }
}
