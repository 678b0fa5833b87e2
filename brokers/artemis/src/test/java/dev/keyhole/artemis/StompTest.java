package dev.keyhole.artemis;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.keyhole.host.Scope;
import dev.keyhole.spi.LogonRequest.Kind;
import dev.keyhole.spi.Permission;
import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients of STOMP. */
class StompTest {

    /** What it is if the configuration doesn't say. */
    private static final Duration AUTHENTICATION_TIMEOUT = Duration.ofSeconds(30);

    private final TestRules rules = new TestRules()
            .user("falken", "joshua")
            .user("mckittrick", "norad")
            .read("falken", "desk/fx", "desk/#")
            .write("falken", "desk/fx", "desk/drop")
            .read("mckittrick", "desk/fx");

    private final CountedTime time = new CountedTime();

    private TestBroker broker;

    @BeforeEach
    void start() {
        broker = TestBroker.builder()
                .transport("stomp", "stomp", rules)
                .time(time)
                .start();
    }

    @AfterEach
    void stop() {
        rules.heal();
        broker.close();
    }

    private Stomp client() throws IOException {
        return new Stomp(broker.port("stomp"));
    }

    private static String connect(String user, String password) {
        return "CONNECT\naccept-version:1.2\nhost:broker\nlogin:" + user + "\npasscode:" + password + "\n\n";
    }

    private Stomp in(String user, String password) throws IOException {
        Stomp client = client().send(connect(user, password));
        assertThat(client.receive()).startsWith("CONNECTED");
        return client;
    }

    private static String subscribe(String destination, String receipt) {
        return "SUBSCRIBE\nid:" + receipt + "\ndestination:" + destination + "\nsubscription-type:MULTICAST\nreceipt:"
                + receipt + "\n\n";
    }

    private static String publish(String destination, String body) {
        return "SEND\ndestination:" + destination + "\ndestination-type:MULTICAST\nreceipt:sent\n\n" + body;
    }

    @Test
    void aClientIsLetInWithItsPassword() throws IOException {
        in("falken", "joshua").close();
        assertThat(rules.logons()).singleElement().satisfies(logon -> {
            assertThat(logon.kind()).isEqualTo(Kind.EXPLICIT);
            assertThat(logon.connection().protocol()).isEqualTo("stomp");
        });
    }

    @Test
    void andTurnedAwayWithAnother() throws IOException {
        try (Stomp client = client().send(connect("falken", "joshua1"))) {
            assertThat(client.receive()).startsWith("ERROR\nmessage:not authorized");
            assertThat(client.receive()).isEmpty();
        }
    }

    @Test
    void aClientWithoutALogonLogsOnImplicitly() throws IOException {
        String nobody = "STOMP\naccept-version:1.2\nhost:broker\n\n";
        try (Stomp client = client().send(nobody)) {
            assertThat(client.receive()).startsWith("ERROR\nmessage:not authorized");
        }
        rules.implicit("falken");
        try (Stomp client = client().send(nobody)) {
            assertThat(client.receive()).startsWith("CONNECTED");
        }
        assertThat(rules.logons()).allSatisfy(logon -> assertThat(logon.kind()).isEqualTo(Kind.IMPLICIT));
    }

    @ParameterizedTest
    @ValueSource(strings = {"STOMPING\n\n", "CONNECT\nlogin falken\n\n"})
    void whatIsNoLogonEndsTheConnection(String frame) throws IOException {
        try (Stomp client = client().send(frame)) {
            assertThat(client.receive()).startsWith("ERROR");
            assertThat(client.receive()).isEmpty();
        }
        assertThat(rules.logons()).isEmpty();
    }

    @Test
    void whatIsPublishedArrivesIfBothAreGranted() throws IOException {
        try (Stomp falken = in("falken", "joshua");
                Stomp mckittrick = in("mckittrick", "norad")) {
            assertThat(mckittrick.send(subscribe("desk.fx", "1")).receive()).startsWith("RECEIPT");
            assertThat(falken.send(publish("desk.fx", "1.07")).receive()).startsWith("RECEIPT");
            assertThat(mckittrick.receive()).startsWith("MESSAGE").endsWith("1.07");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"desk.credit", "desk/fx", "desk.#", "activemq.management", "$sys.mqtt.sessions"})
    void aPublisherNeedsAGrant(String destination) throws IOException {
        try (Stomp client = in("falken", "joshua")) {
            assertThat(client.send(publish(destination, "9.99")).receive()).startsWith("ERROR");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "desk.credit",
                "desk.drop",
                "desk/fx",
                "other.#",
                "#",
                "activemq.notifications",
                "$sys.mqtt.sessions"
            })
    void aSubscriberToo(String destination) throws IOException {
        try (Stomp client = in("falken", "joshua")) {
            assertThat(client.send(subscribe(destination, "1")).receive()).startsWith("ERROR");
        }
    }

    @Test
    void aSubscriptionToAPatternBringsWhatMayBeRead() throws IOException {
        try (Stomp reader = in("falken", "joshua");
                Stomp writer = in("falken", "joshua")) {
            rules.write("falken", "desk/credit");
            assertThat(reader.send(subscribe("desk.#", "1")).receive()).startsWith("RECEIPT");
            assertThat(writer.send(publish("desk.credit", "9.99")).receive()).startsWith("RECEIPT");
            assertThat(writer.send(publish("desk.fx", "1.07")).receive()).startsWith("RECEIPT");
            assertThat(reader.receive()).startsWith("MESSAGE").endsWith("1.07");
            await().until(() -> broker.messagesAtPatterns() == 0);
        }
    }

    @Test
    void aDurableSubscriptionIsItsOwners() throws IOException {
        String durable = "SUBSCRIBE\nid:1\ndestination:desk.fx\nsubscription-type:MULTICAST\n"
                + "durable-subscription-name:tablet\nreceipt:1\n\n";
        String named = "CONNECT\naccept-version:1.2\nhost:broker\nclient-id:me\nlogin:%s\npasscode:%s\n\n";
        try (Stomp falken = client().send(named.formatted("falken", "joshua"))) {
            assertThat(falken.receive()).startsWith("CONNECTED");
            assertThat(falken.send(durable).receive()).startsWith("RECEIPT");
        }
        try (Stomp mckittrick = client().send(named.formatted("mckittrick", "norad"))) {
            assertThat(mckittrick.receive()).startsWith("CONNECTED");
            assertThat(mckittrick.send(durable).receive()).startsWith("ERROR");
        }
        assertThat(broker.hasQueue("me.tablet")).isTrue();
    }

    @Test
    void aResetEndsTheUsersConnections() throws IOException {
        try (Stomp client = in("falken", "joshua")) {
            broker.host().entitlement().reset(Scope.all().forUser("falken"));
            assertThat(client.receive()).startsWith("ERROR");
            assertThat(client.receive()).isEmpty();
        }
        in("falken", "joshua").close();
        assertThat(rules.logons()).hasSize(2);
    }

    @Test
    void aLogonThatHangsKeepsNobodyElseWaiting() throws IOException {
        rules.hangLogons();
        List<Stomp> hung = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            hung.add(client().send(connect("falken", "joshua")));
        }
        await().until(() -> time.scheduled(AUTHENTICATION_TIMEOUT) == hung.size());
        time.advance(AUTHENTICATION_TIMEOUT);
        for (Stomp client : hung) {
            assertThat(client.receive()).startsWith("ERROR\nmessage:logons can't be checked now");
            client.close();
        }
        rules.heal();
        in("falken", "joshua").close();
    }

    @Test
    void aCheckThatHangsKeepsNobodyElseWaiting() throws IOException {
        List<Stomp> hung = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            hung.add(in("mckittrick", "norad"));
        }
        rules.hangChecksOf("mckittrick");
        for (Stomp client : hung) {
            client.send(subscribe("desk.fx", "1"));
        }
        try (Stomp falken = in("falken", "joshua")) {
            assertThat(falken.send(publish("desk.fx", "1.07")).receive()).startsWith("RECEIPT");
        }
        rules.heal();
        for (Stomp client : hung) {
            assertThat(client.receive()).startsWith("RECEIPT");
            client.close();
        }
    }

    @Test
    void framesMayComeInPieces() throws Exception {
        rules.grant("falken", Permission.READ, "", "", "desk/bonds");
        try (Socket socket = new Socket("127.0.0.1", broker.port("stomp"))) {
            socket.setSoTimeout(30_000);
            socket.setTcpNoDelay(true);
            String frames = connect("falken", "joshua") + "\0\n" + subscribe("desk.bonds", "1") + "\0\n";
            for (byte[] piece : List.of(
                    frames.substring(0, 11).getBytes(UTF_8),
                    frames.substring(11, 60).getBytes(UTF_8),
                    frames.substring(60).getBytes(UTF_8))) {
                socket.getOutputStream().write(piece);
                socket.getOutputStream().flush();
            }
            byte[] answer = new byte[4_096];
            StringBuilder read = new StringBuilder();
            while (!read.toString().contains("receipt-id:1")) {
                int count = socket.getInputStream().read(answer);
                assertThat(count).isPositive();
                read.append(new String(answer, 0, count, UTF_8));
            }
            assertThat(read.toString()).startsWith("CONNECTED");
        }
    }
}
