package dev.keyhole.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyhole.it.Mosquitto.Result;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Real clients of MQTT, judged by the permissions documents of a service. */
class MosquittoIT {

    private static final int BAD_USER_NAME_OR_PASSWORD = 134;
    private static final int NOT_AUTHORIZED = 135;
    private static final String[] FALKEN = {"-u", "falken", "-P", "joshua"};

    @TempDir
    private static Path folder;

    private static Site site;

    @BeforeAll
    static void start() throws IOException, InterruptedException {
        Mosquitto.require();
        String open = """
                <Authentication><Module>amps-implicit-authentication-module</Module></Authentication>
                <Entitlement><Module>amps-default-entitlement-module</Module></Entitlement>
                """;
        site = Site.start(folder, Site.WEB, Site.transport("mqtt", "mqtt", "") + Site.transport("open", "mqtt", open))
                .document("falken", """
                        {"logon": true,
                         "topic": [{"topic": "desk/fx/spot", "read": true, "write": true},
                                   {"topic": "desk/fx/filtered", "read": "/region = 'EU'", "write": "/id = 1"},
                                   {"topic": "^games/", "read": true, "write": false}]}
                        """)
                .document("mckittrick", "{\"logon\": false}");
    }

    @AfterAll
    static void stop() {
        if (site != null) {
            site.close();
        }
    }

    private static Result publish(String topic, String... more) {
        return Mosquitto.publish(site.port("mqtt"), topic, "1.07", more);
    }

    private static Result subscribe(String filter) {
        return Mosquitto.subscribe(site.port("mqtt"), filter, FALKEN);
    }

    @Test
    void publishingToAnAllowedTopicSucceeds() {
        Result result = publish("desk/fx/spot", FALKEN);
        assertThat(result.status()).as(result.output()).isZero();
        assertThat(result.output()).contains("received PUBACK (Mid: 1, RC:0)");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"desk/credit", "desk.fx.spot", "games/chess", "desk/fx/filtered", "desk/fx/spot::q", "$SYS/x"})
    void publishingToAnyOtherIsRefused(String topic) {
        assertThat(publish(topic, FALKEN).output())
                .contains("Publish 1 failed: Not authorized")
                .contains("received PUBACK (Mid: 1, RC:" + NOT_AUTHORIZED + ")");
    }

    @Test
    void aWrongPasswordIsRefused() {
        assertThat(publish("desk/fx/spot", "-u", "falken", "-P", "joshua1").status())
                .isEqualTo(BAD_USER_NAME_OR_PASSWORD);
        assertThat(publish("desk/fx/spot", "-u", "nobody", "-P", "joshua").status())
                .isEqualTo(BAD_USER_NAME_OR_PASSWORD);
    }

    @Test
    void aUserWhoMayNotLogOnIsRefused() {
        assertThat(publish("desk/fx/spot", "-u", "mckittrick", "-P", "norad").status())
                .isEqualTo(NOT_AUTHORIZED);
    }

    @Test
    void noUserIsRefusedWhereALogonIsNeededAndAcceptedWhereItIsNot() {
        assertThat(publish("desk/fx/spot").status()).isEqualTo(NOT_AUTHORIZED);
        Result open = Mosquitto.publish(site.port("open"), "desk/fx/spot", "1.07");
        assertThat(open.status()).as(open.output()).isZero();
    }

    @ParameterizedTest
    @CsvSource({
        "games/chess, 1",
        "desk/fx/spot, 1",
        "$share/g/games/chess, 1",
        "desk/credit, 135",
        "desk/fx/filtered, 135",
        "games/#, 1",
        "games/+, 1",
        "desk/#, 1",
        "'#', 1",
        "$share/g/#, 1",
        "norad/#, 135",
        "desk/credit/#, 135",
        "$share/g/norad/#, 135",
        "$sys/mqtt/retain/desk/credit, 135"
    })
    void aSubscriptionIsAnsweredByTheDocument(String filter, int reason) {
        assertThat(subscribe(filter).output()).contains("Subscribed (mid: 1): " + reason);
    }

    @Test
    void anOlderClientIsToldInItsOwnWords() {
        assertThat(publish("desk/fx/spot", "-V", "mqttv311", "-u", "falken", "-P", "joshua")
                        .status())
                .isZero();
        assertThat(publish("desk/fx/spot", "-V", "mqttv311", "-u", "falken", "-P", "x")
                        .output())
                .contains("received CONNACK (4)");
        assertThat(publish("desk/fx/spot", "-V", "mqttv311").output()).contains("received CONNACK (5)");
    }

    @Test
    void aWillThatMayNotBeSentIsRefusedAtOnce() {
        Result result = Mosquitto.subscribe(
                site.port("mqtt"), "games/chess", "-u", "falken", "-P", "joshua", "--will-topic", "desk/credit");
        assertThat(result.status()).as(result.output()).isEqualTo(NOT_AUTHORIZED);
    }
}
