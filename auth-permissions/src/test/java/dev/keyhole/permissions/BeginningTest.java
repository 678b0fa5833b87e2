package dev.keyhole.permissions;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keyhole.spi.EntitlementDecision;
import dev.keyhole.spi.Permission;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Decisions about all names that begin with a text. */
class BeginningTest {

    private static boolean readsEvery(String beginning, String entries) {
        String json = "{\"topic\":[" + entries.replace('\'', '"') + "]}";
        return PermissionsDocument.parse(json.getBytes(UTF_8)).decideEveryTopic(Permission.READ, beginning)
                instanceof EntitlementDecision.Granted;
    }

    private static String entry(String pattern, String read) {
        return "{'topic':'" + pattern + "','read':" + read + "}";
    }

    @ParameterizedTest
    @CsvSource({
        "^desk/,desk/,true",
        "^desk/,desk/fx/,true",
        "^desk/,desk,false",
        "^desk/,des,false",
        "^desk/,'',false",
        ".*,'',true",
        ".*,desk/,true",
        "fx.*,desk/fx/,true",
        "fx.*,desk/,false",
        "desk/fx,desk/fx,false",
        "^desk/fx$,desk/fx,false",
        "/spot$,desk/,false",
        "^desk/[a-z]+/,desk/fx/,false"
    })
    void aGrantMustReachEachName(String pattern, String beginning, boolean granted) {
        assertThat(readsEvery(beginning, entry(pattern, "true"))).isEqualTo(granted);
    }

    @ParameterizedTest
    @CsvSource({
        "desk/fx/spot,false",
        "other/spot,true",
        "^desk/fx/,false",
        "^other/,true",
        "^de,false",
        "^desk/f,false",
        "spot.*,false",
        "spot,true",
        "/secret$,false",
        "^other/[a-z]+$,true",
        "^other/[a-z]+$|^more/[a-z]+$,true",
        "^other/[a-z]+$|^desk/[a-z]+$,false",
        "^(other|more)/[a-z]+$,false",
        "^(other|desk)/[a-z]+$,false",
        "^[a-z]+/x,false",
        "^desk/fx$,true",
        "^desk/[0-9]+/x,false"
    })
    void anEarlierDenialMustNotConcernAnyOfThem(String denied, boolean granted) {
        assertThat(readsEvery("desk/fx/", entry(denied, "false") + "," + entry("^desk/", "true")))
                .isEqualTo(granted);
    }

    @Test
    void aDenialSaysWhichEntryItComesFrom() {
        PermissionsDocument document = PermissionsDocument.parse(
                "{\"topic\":[{\"topic\":\"^a/\"},{\"topic\":\"^desk/\",\"read\":true}]}".getBytes(UTF_8));

        EntitlementDecision unknown = document.decideEveryTopic(Permission.READ, "");
        EntitlementDecision denied = document.decideEveryTopic(Permission.READ, "a/b");
        EntitlementDecision unmatched = document.decideEveryTopic(Permission.READ, "c/");

        assertThat(unknown).isInstanceOf(EntitlementDecision.Denied.class);
        assertThat(unknown.explanation().rule()).isEqualTo("/topic/0");
        assertThat(denied.explanation().pattern()).isEqualTo("^a/");
        assertThat(denied.explanation().detail())
                .isEqualTo("the entry may be about one of these names, and doesn't grant it in full");
        assertThat(unmatched).isInstanceOf(EntitlementDecision.Denied.class);
        assertThat(unmatched.explanation().detail())
                .isEqualTo("no entry is known to grant every name that begins with 'c/'");
    }

    @Test
    void earlierGrantsAndLaterDenialsDontMatter() {
        String entries =
                entry("^desk/fx/spot", "true") + "," + entry("^desk/", "true") + "," + entry("^desk/fx/x", "false");
        assertThat(readsEvery("desk/fx/", entries)).isTrue();
    }

    @Test
    void aFilterOrSelectListIsNotTheWhole() {
        assertThat(readsEvery("desk/", entry("^desk/", "'/a = 1'"))).isFalse();
        assertThat(readsEvery("desk/", "{'topic':'^desk/','read':true,'select':'+/id'}"))
                .isFalse();
    }

    @Test
    void whatNoTopicIsMadeForIsDenied() {
        PermissionsDocument all = PermissionsDocument.parse(
                "{\"topic\":[{\"topic\":\".*\",\"read\":true,\"write\":true}]}".getBytes(UTF_8));
        assertThat(all.decideEveryTopic(Permission.WRITE, "")).isInstanceOf(EntitlementDecision.Granted.class);
        assertThat(all.decideEveryTopic(Permission.REPLICATE, "")).isInstanceOf(EntitlementDecision.Denied.class);
        assertThat(all.decideEveryTopic(Permission.READ, "a\nb")).isInstanceOf(EntitlementDecision.Denied.class);
    }
}
