package dev.keyhole.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.keyhole.spi.ConfigurationException;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Checks whose answer is left to whoever comes next in the broker's chain. */
class NoOpinionTest {

    private static final Set<NoOpinion> ALL = EnumSet.allOf(NoOpinion.class);
    private static final String DOCUMENT = "{\"logon\":true,\"topic\":["
            + "{\"topic\":\"games/secret\",\"read\":false},{\"topic\":\"^games/\",\"read\":true,\"write\":true}]}";

    @TempDir
    Path folder;

    private Running service;

    private void start(CheckAnswers answers, Set<NoOpinion> noOpinion) throws IOException {
        service = new Running(folder, builder -> builder.checksFrom(List.of("127.0.0.1"))
                        .checkAnswers(answers)
                        .noOpinion(noOpinion))
                .user("falken", "joshua")
                .user("silent", "joshua")
                .user("nodocument", "joshua")
                .user("unusable", "joshua")
                .document("falken.json", DOCUMENT)
                .document("silent.json", "{}")
                .document("unusable.json", "{")
                .start();
    }

    @AfterEach
    void close() {
        if (service != null) {
            service.close();
        }
    }

    private String ask(String path) {
        HttpResponse<String> answer = service.get(path);
        return answer.statusCode() + " " + answer.body().strip();
    }

    @Test
    void whoIsDisabledIsDenied() throws IOException {
        service = new Running(folder, builder -> builder.checksFrom(List.of("127.0.0.1"))
                        .checkAnswers(CheckAnswers.STATUS)
                        .noOpinion(ALL))
                .document("mckittrick.json", DOCUMENT);
        Running.write(service.passwords, Running.line("mckittrick", "norad").replace(":$", ":!$"));
        service.start();
        for (String path : List.of(
                "/user?username=mckittrick&password=norad",
                "/user?username=mckittrick&password=x",
                "/superuser?username=mckittrick",
                "/acl?username=mckittrick&topic=games/chess&acc=1")) {
            assertThat(service.get(path).statusCode()).as(path).isEqualTo(403);
        }
        assertThat(service.get("/superuser?username=nobody").statusCode()).isEqualTo(501);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/user?username=falken&password=joshua|yes",
                "/user?username=falken&password=wrong|no",
                "/user?username=nobody&password=joshua|none",
                "/user?username=nodocument&password=joshua|none",
                "/user?username=nodocument&password=wrong|no",
                "/user?username=silent&password=joshua|none",
                "/user?username=unusable&password=joshua|no",
                "/user?username=nobody|no",
                "/user?username=&password=x|no",
                "/superuser?username=falken|no",
                "/superuser?username=nobody|none",
                "/superuser?username=nodocument|none",
                "/superuser?username=silent|no",
                "/acl?username=falken&topic=games/chess&acc=1|yes",
                "/acl?username=falken&topic=games/chess&acc=3|yes",
                "/acl?username=falken&topic=games/secret&acc=1|no",
                "/acl?username=falken&topic=norad&acc=1|none",
                "/acl?username=falken&topic=norad&acc=3|none",
                "/acl?username=falken&topic=games/secret&acc=3|no",
                "/acl?username=falken&topic=no%01rad&acc=1|no",
                "/acl?username=falken&topic=norad/%23&acc=4|no",
                "/acl?username=silent&topic=norad&acc=1|none",
                "/acl?username=nobody&topic=norad&acc=1|none",
                "/acl?username=nodocument&topic=norad/%23&acc=4|none",
                "/acl?username=unusable&topic=norad&acc=1|no"
            })
    void whatIsNotKnownIsLeftToOthers(String path, String expected) throws IOException {
        start(CheckAnswers.JSON, ALL);
        assertThat(ask(path))
                .isEqualTo(
                        switch (expected) {
                            case "yes" -> "200 {\"ok\":true}";
                            case "none" -> "200 {\"ok\":null}";
                            default -> "403 {\"ok\":false,\"error\":\"denied\"}";
                        });
    }

    @Test
    void nothingIsLeftToOthersUnlessToldAndThenOnlyWhatIsTold() throws IOException {
        start(CheckAnswers.JSON, Set.of());
        for (String user : List.of("nobody", "nodocument", "silent")) {
            assertThat(ask("/acl?username=" + user + "&topic=norad&acc=1")).startsWith("403 ");
        }
        service.close();
        start(CheckAnswers.JSON, Set.of(NoOpinion.NO_DOCUMENT));
        assertThat(ask("/acl?username=nobody&topic=norad&acc=1")).startsWith("403 ");
        assertThat(ask("/acl?username=nodocument&topic=norad&acc=1")).isEqualTo("200 {\"ok\":null}");
        assertThat(ask("/acl?username=silent&topic=norad&acc=1")).startsWith("403 ");
    }

    @Test
    void readersOfTheStatusAreToldByAStatusThatIsNeitherYesNorNo() throws IOException {
        start(CheckAnswers.STATUS, ALL);
        assertThat(ask("/user?username=falken&password=joshua")).startsWith("200 ");
        assertThat(ask("/user?username=falken&password=wrong")).startsWith("403 ");
        assertThat(ask("/user?username=nobody&password=joshua")).isEqualTo("501 {\"ok\":null}");
    }

    @Test
    void readersOfTextCantBeTold() {
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> start(CheckAnswers.TEXT, ALL))
                .withMessageContaining("can't say that there is no opinion");
    }

    @Test
    void rabbitMqIsDenied() throws IOException {
        start(CheckAnswers.JSON, ALL);
        assertThat(ask("/auth/user?username=nobody&password=joshua")).isEqualTo("200 deny");
        assertThat(ask("/auth/vhost?username=nobody&vhost=/&ip=127.0.0.1")).isEqualTo("200 deny");
    }
}
