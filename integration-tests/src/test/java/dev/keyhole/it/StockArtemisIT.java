package dev.keyhole.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keyhole.service.PermissionsService;
import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.JMSSecurityException;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Session;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.apache.activemq.artemis.api.core.ActiveMQSecurityException;
import org.apache.activemq.artemis.api.core.QueueConfiguration;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.api.core.client.ActiveMQClient;
import org.apache.activemq.artemis.api.core.client.ClientMessage;
import org.apache.activemq.artemis.api.core.client.ClientSession;
import org.apache.activemq.artemis.api.core.client.ClientSessionFactory;
import org.apache.activemq.artemis.api.core.client.ServerLocator;
import org.apache.qpid.jms.JmsConnectionFactory;
import org.eclipse.paho.mqttv5.client.MqttClient;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.eclipse.paho.mqttv5.client.persist.MemoryPersistence;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The archive, dropped into a stock distribution of Artemis by the commands of its INSTALL.md. */
@Tag("slow")
class StockArtemisIT {

    private static final int NOT_AUTHORIZED = 135;
    private static final int BAD_USER_NAME_OR_PASSWORD = 134;
    private static final String[] FALKEN = {"-u", "falken", "-P", "joshua"};

    @TempDir
    private Path folder;

    private PermissionsService service;
    private StockArtemis artemis;

    @BeforeEach
    void install() throws Exception {
        Mosquitto.require();
        service = Site.serviceWithPasswords(folder);
        document("falken", """
                {"logon": true,
                 "topic": [{"topic": "desk/fx", "read": true, "write": true}, {"topic": "^games/", "read": true}]}
                """);
        document("mckittrick", """
                {"logon": true, "topic": [{"topic": "desk/fx", "read": true, "write": true}]}
                """);
        artemis = StockArtemis.create(folder);
        artemis.follow("Install");
        artemis.edit(
                "keyhole.xml",
                "http://127.0.0.1:8080",
                "http://127.0.0.1:" + service.uri().getPort());
    }

    private void document(String user, String json) throws IOException {
        Files.writeString(folder.resolve("documents").resolve(user + ".json"), json);
    }

    @AfterEach
    void stop() {
        if (artemis != null) {
            artemis.close();
        }
        service.close();
    }

    @Test
    void judgesClientsOfAllProtocolsAndRemembersWhoseIsWhat() throws Exception {
        assertThat(artemis.modules()).containsExactly("exec", "http", "token");
        artemis.start();
        assertThat(artemis.log())
                .contains("etc/keyhole.xml with transports [artemis, amqp, mqtt]")
                .contains("acceptor 'stomp' has no transport of its name")
                .contains("acceptor 'artemis': nobody is let in by HORNETQ, OPENWIRE");
        mosquitto();
        qpid();
        core();
        stomp();
        operate();
        leaveADurableSession();

        artemis.stop();
        artemis.start();
        assertThatThrownBy(() -> connectDurably("mckittrick", "norad").close())
                .isInstanceOfSatisfying(
                        MqttException.class, e -> assertThat(e.getReasonCode()).isEqualTo(NOT_AUTHORIZED));
        MqttClient back = connectDurably("falken", "joshua");
        assertThat(Mosquitto.publish(artemis.port("mqtt"), "desk/fx", "1.08", FALKEN)
                        .output())
                .contains("received PUBACK (Mid: 1, RC:0)");
        back.disconnect();
        back.close();
    }

    private void mosquitto() {
        int port = artemis.port("mqtt");
        assertThat(Mosquitto.publish(port, "desk/fx", "1.07", FALKEN).status()).isZero();
        assertThat(Mosquitto.publish(port, "desk/credit", "1.07", FALKEN).output())
                .contains("received PUBACK (Mid: 1, RC:" + NOT_AUTHORIZED + ")");
        assertThat(Mosquitto.publish(port, "desk/fx", "1.07", "-u", "falken", "-P", "joshua1")
                        .status())
                .isEqualTo(BAD_USER_NAME_OR_PASSWORD);
        assertThat(Mosquitto.publish(port, "desk/fx", "1.07", "-u", "admin", "-P", "admin")
                        .status())
                .isEqualTo(BAD_USER_NAME_OR_PASSWORD);
        assertThat(Mosquitto.publish(port, "desk/fx", "1.07").status()).isEqualTo(NOT_AUTHORIZED);
        assertThat(Mosquitto.subscribe(port, "games/chess", FALKEN).output()).contains("Subscribed (mid: 1): 1");
        assertThat(Mosquitto.subscribe(port, "desk/credit", FALKEN).output())
                .contains("Subscribed (mid: 1): " + NOT_AUTHORIZED);
    }

    /** By an acceptor that Keyhole serves, and by one that it doesn't. */
    private void stomp() throws IOException {
        assertThat(stomp("artemis", "joshua")).startsWith("CONNECTED");
        assertThat(stomp("artemis", "joshua1")).startsWith("ERROR");
        assertThat(stomp("stomp", "joshua")).isEmpty();
    }

    /** The answer to a logon, up to where the broker closes or falls silent. */
    private String stomp(String acceptor, String password) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", artemis.port(acceptor))) {
            socket.setSoTimeout(30_000);
            String connect = "CONNECT\naccept-version:1.2\nhost:a\nlogin:falken\npasscode:" + password + "\n\n\0";
            socket.getOutputStream().write(connect.getBytes(UTF_8));
            StringBuilder answer = new StringBuilder();
            for (int next = socket.getInputStream().read();
                    next > 0;
                    next = socket.getInputStream().read()) {
                answer.append((char) next);
            }
            return answer.toString();
        }
    }

    private void qpid() throws JMSException {
        JmsConnectionFactory factory = new JmsConnectionFactory("amqp://127.0.0.1:" + artemis.port("amqp"));
        assertThatThrownBy(() -> factory.createConnection("falken", "x").start())
                .isInstanceOf(JMSSecurityException.class);
        try (Connection connection = factory.createConnection("falken", "joshua")) {
            connection.start();
            Session session = connection.createSession();
            MessageConsumer consumer = session.createConsumer(session.createTopic("desk.fx"));
            session.createProducer(session.createTopic("desk.fx")).send(session.createTextMessage("1.07"));
            assertThat(consumer.receive(30_000).getBody(String.class)).isEqualTo("1.07");
            assertThatThrownBy(() -> session.createProducer(session.createTopic("games.chess")))
                    .isInstanceOf(JMSSecurityException.class);
            assertThatThrownBy(() -> session.createConsumer(session.createTopic("desk.credit")))
                    .isInstanceOf(JMSSecurityException.class);
        }
    }

    private void core() throws Exception {
        try (ServerLocator locator = ActiveMQClient.createServerLocator("tcp://127.0.0.1:" + artemis.port("artemis"));
                ClientSessionFactory factory = locator.createSessionFactory();
                ClientSession session = factory.createSession("falken", "joshua", false, true, true, false, 0)) {
            assertThatThrownBy(
                            () -> session.createProducer("activemq.management").send(session.createMessage(true)))
                    .isInstanceOf(ActiveMQSecurityException.class);
            session.createQueue(QueueConfiguration.of("mine")
                    .setAddress("desk.fx")
                    .setRoutingType(RoutingType.MULTICAST)
                    .setDurable(false)
                    .setTemporary(true));
            session.start();
            session.createProducer("desk.fx").send(session.createMessage(true).writeBodyBufferString("1.07"));
            ClientMessage received = session.createConsumer("mine").receive(30_000);
            assertThat(received.getBodyBuffer().readString()).isEqualTo("1.07");
            assertThatThrownBy(() -> session.createProducer("desk.credit").send(session.createMessage(true)))
                    .isInstanceOf(ActiveMQSecurityException.class);
        }
    }

    /** The commands that work on a running broker, and what INSTALL.md says of its management. */
    private void operate() throws Exception {
        assertThat(keyhole("reset", "--transport", "mqtt", "--user", "falken"))
                .startsWith("0 reset transport mqtt, user falken; ended ");
        assertThat(keyhole("reset", "--transport", "mqqt"))
                .startsWith("1 there is no transport 'mqqt'; did you mean 'mqtt'?");
        artemis.edit("keyhole.xml", "ResourceURI", "ResourceUri");
        assertThat(keyhole("reload")).startsWith("1 keyhole.xml:12: 'ResourceUri' isn't an option");
        artemis.edit("keyhole.xml", "ResourceUri", "ResourceURI");
        assertThat(Mosquitto.publish(artemis.port("mqtt"), "desk/fx", "1.07", FALKEN)
                        .status())
                .isZero();
        assertThat(keyhole("reload"))
                .isEqualToNormalizingNewlines("0 reloaded, with transports [artemis, amqp, mqtt]\n");
        assertThat(keyhole("reload", "--origin", "http://elsewhere.example")).contains("jolokia-access.xml");
        // What is counted since the reload.
        assertThat(Mosquitto.publish(artemis.port("mqtt"), "desk/fx", "1.07", FALKEN)
                        .status())
                .isZero();
        HttpRequest metrics = HttpRequest.newBuilder(URI.create("http://localhost:" + artemis.port("console")
                        + "/console/jolokia/exec/dev.keyhole:type=Keyhole/metrics"))
                .header("Authorization", "Basic " + Base64.getEncoder().encodeToString("admin:admin".getBytes(UTF_8)))
                .header("Origin", "http://localhost")
                .build();
        assertThat(HttpClient.newHttpClient()
                        .send(metrics, HttpResponse.BodyHandlers.ofString())
                        .body())
                .contains("keyhole_logons_total{");
    }

    /** Exit status and output of a command of the distribution. */
    private String keyhole(String... arguments) throws Exception {
        List<String> command =
                new ArrayList<>(List.of(Path.of(System.getProperty("keyhole.distribution"), "bin/keyhole")
                        .toString()));
        command.addAll(List.of(arguments));
        command.addAll(List.of("--server", "admin@localhost:" + artemis.port("console")));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("KEYHOLE_PASSWORD", "admin");
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        Process process = builder.start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), UTF_8);
        return process.waitFor() + " " + output;
    }

    private void leaveADurableSession() throws MqttException {
        MqttClient client = connectDurably("falken", "joshua");
        client.subscribe("desk/fx", 1);
        client.disconnect();
        client.close();
    }

    private MqttClient connectDurably(String user, String password) throws MqttException {
        MqttConnectionOptions options = new MqttConnectionOptions();
        options.setUserName(user);
        options.setPassword(password.getBytes(UTF_8));
        options.setCleanStart(false);
        options.setSessionExpiryInterval(3_600L);
        MqttClient client =
                new MqttClient("tcp://127.0.0.1:" + artemis.port("mqtt"), "tablet", new MemoryPersistence());
        client.connect(options);
        return client;
    }

    @Test
    void letsNobodyInWithoutItsPlugin() throws Exception {
        artemis.edit("broker.xml", "dev.keyhole.artemis.plugin.KeyholePlugin", LOGGING_PLUGIN);
        artemis.start();
        assertThat(Mosquitto.publish(artemis.port("mqtt"), "desk/fx", "1.07", FALKEN)
                        .status())
                .isNotZero();
        assertThatThrownBy(() -> new JmsConnectionFactory("amqp://127.0.0.1:" + artemis.port("amqp"))
                        .createConnection("falken", "joshua")
                        .start())
                .isInstanceOf(JMSException.class);
        assertThat(artemis.log())
                .contains("nobody is let in: broker.xml must name dev.keyhole.artemis.plugin.KeyholePlugin");
    }

    private static final String LOGGING_PLUGIN =
            "org.apache.activemq.artemis.core.server.plugin.impl.LoggingActiveMQServerPlugin";

    @Test
    void keepsTheBrokerFromStartingWhenItCouldBePassedBy() throws Exception {
        artemis.edit("broker.xml", "<authentication-cache-size>0", "<authentication-cache-size>1000");
        artemis.startInVain();
        assertThat(artemis.log()).contains("broker.xml: <authentication-cache-size> must be 0");

        artemis.edit("broker.xml", "<authentication-cache-size>1000", "<authentication-cache-size>0");
        artemis.edit("keyhole.xml", "<Library>keyhole-http<", "<Library>keyhole-htpt<");
        artemis.edit("keyhole.xml", "amps-default-no-entitlement-module", "amps-default-entitelment-module");
        artemis.startInVain();
        assertThat(artemis.log())
                .contains("library 'keyhole-htpt' of module 'web' isn't among the modules of this host")
                .doesNotContain("AMQ221007");
    }
}
