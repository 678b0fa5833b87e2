package dev.keyhole.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import at.favre.lib.crypto.bcrypt.BCrypt;
import com.rabbitmq.client.AlreadyClosedException;
import com.rabbitmq.client.AuthenticationFailureException;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.GetResponse;
import dev.keyhole.service.PermissionsService;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A real RabbitMQ that lets in and refuses as the service says. */
@Tag("slow")
class RabbitMqIT {

    @TempDir
    static Path folder;

    private static PermissionsService service;
    private static RabbitMq rabbit;

    @BeforeAll
    static void start() throws IOException {
        RabbitMq.require();
        Path documents = Files.createDirectories(folder.resolve("permissions"));
        Files.writeString(documents.resolve("falken.json"), """
                {"logon": true,
                 "topic": [{"topic": "desk/fx/secret", "read": false},
                           {"topic": "^desk/fx/", "read": true, "write": true},
                           {"topic": "^news/", "read": true}],
                 "admin": [{"topic": "^/rabbitmq/queues/orders", "read": true, "write": true}]}
                """);
        Files.writeString(documents.resolve("mckittrick.json"), "{\"logon\": true}");
        Files.writeString(documents.resolve("lightman.json"), "{\"logon\": false}");
        Path passwords = folder.resolve("passwords");
        for (String user : List.of("falken", "mckittrick", "lightman")) {
            Files.writeString(
                    passwords,
                    (Files.exists(passwords) ? Files.readString(passwords) : "") + user + ":"
                            + BCrypt.withDefaults().hashToString(4, "joshua".toCharArray()) + "\n");
        }
        service = PermissionsService.builder()
                .port(0)
                .documents(documents)
                .passwords(passwords)
                .checksFrom(List.of("127.0.0.1"))
                .start();
        rabbit = RabbitMq.start(Files.createDirectories(folder.resolve("rabbit")), service.uri());
    }

    @AfterAll
    static void stop() {
        if (rabbit != null) {
            rabbit.close();
        }
        if (service != null) {
            service.close();
        }
    }

    private static Connection connect(String user, String password, String vhost) throws Exception {
        ConnectionFactory factory = new ConnectionFactory();
        factory.setHost("127.0.0.1");
        factory.setPort(rabbit.amqpPort());
        factory.setUsername(user);
        factory.setPassword(password);
        factory.setVirtualHost(vhost);
        factory.setAutomaticRecoveryEnabled(false);
        return factory.newConnection();
    }

    private static Connection falken() throws Exception {
        return connect("falken", "joshua", "/");
    }

    private static void publish(Channel channel, String key) throws Exception {
        channel.confirmSelect();
        channel.basicPublish("amq.topic", key, null, "hello".getBytes(UTF_8));
        channel.waitForConfirmsOrDie(30_000);
    }

    private static void assertRefused(Callable<?> action) {
        assertThatThrownBy(action::call)
                .satisfiesAnyOf(
                        thrown -> assertThat(thrown).hasStackTraceContaining("ACCESS_REFUSED"),
                        thrown -> assertThat(thrown)
                                .isInstanceOf(AlreadyClosedException.class)
                                .hasMessageContaining("ACCESS_REFUSED"));
    }

    @Test
    void theRightPasswordLetsIn() throws Exception {
        try (Connection connection = falken()) {
            assertThat(connection.isOpen()).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"falken:wrong", "nobody:joshua", "lightman:joshua", "falken:"})
    void whoMayNotLogOnStaysOutside(String credentials) {
        String[] parts = credentials.split(":", 2);
        assertThatThrownBy(() -> connect(parts[0], parts[1], "/")).isInstanceOf(AuthenticationFailureException.class);
    }

    @Test
    void aVirtualHostWithoutAnEntryIsRefused() {
        assertThatThrownBy(() -> connect("falken", "joshua", "other")).isInstanceOf(IOException.class);
    }

    @Test
    void aTopicThatMayBeWrittenAndReadGoesThrough() throws Exception {
        try (Connection connection = falken();
                Channel channel = connection.createChannel()) {
            String queue = channel.queueDeclare().getQueue();
            channel.queueBind(queue, "amq.topic", "desk.fx.spot");
            publish(channel, "desk.fx.spot");

            GetResponse message = channel.basicGet(queue, true);
            assertThat(message).isNotNull();
            assertThat(new String(message.getBody(), UTF_8)).isEqualTo("hello");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"news.today", "desk.eq.spot", "desk/eq"})
    void aTopicThatMayNotBeWrittenIsRefused(String key) throws Exception {
        try (Connection connection = falken()) {
            Channel channel = connection.createChannel();
            assertRefused(() -> {
                publish(channel, key);
                return null;
            });
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"desk.fx.spot", "news.today", "desk.fx.eur.#", "news.*"})
    void topicsThatMayBeReadCanBeBound(String key) throws Exception {
        try (Connection connection = falken();
                Channel channel = connection.createChannel()) {
            channel.queueBind(channel.queueDeclare().getQueue(), "amq.topic", key);
            assertThat(channel.isOpen()).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"desk.fx.secret", "desk.fx.#", "desk.fx.*", "#", "other"})
    void whatReachesATopicThatMayNotBeReadCantBeBound(String key) throws Exception {
        try (Connection connection = falken()) {
            Channel channel = connection.createChannel();
            String queue = channel.queueDeclare().getQueue();
            assertRefused(() -> channel.queueBind(queue, "amq.topic", key));
        }
    }

    @Test
    void queuesAndExchangesAreThoseOfTheAdminList() throws Exception {
        try (Connection connection = falken()) {
            try (Channel channel = connection.createChannel()) {
                channel.queueDeclare("orders", false, true, true, null);
            }
            assertRefused(() -> connection.createChannel().queueDeclare("others", false, true, true, null));
            assertRefused(() -> connection.createChannel().exchangeDeclare("mine", "fanout"));
        }
    }

    @Test
    void nothingIsLeftOpenThroughTheDefaultExchange() throws Exception {
        try (Connection connection = falken()) {
            Channel channel = connection.createChannel();
            assertRefused(() -> {
                channel.confirmSelect();
                channel.basicPublish("", "orders", null, new byte[0]);
                channel.waitForConfirmsOrDie(30_000);
                return null;
            });
        }
    }

    @Test
    void overMqttItIsTheSame() throws Exception {
        Mosquitto.require();
        try (Connection connection = falken();
                Channel channel = connection.createChannel()) {
            String queue = channel.queueDeclare().getQueue();
            channel.queueBind(queue, "amq.topic", "desk.fx.mqtt");

            assertThat(mqtt("falken", "joshua", "desk/fx/mqtt").status()).isZero();
            GetResponse message = channel.basicGet(queue, true);
            assertThat(message).isNotNull();
            assertThat(new String(message.getBody(), UTF_8)).isEqualTo("hello");
            assertThat(mqtt("falken", "wrong", "desk/fx/mqtt").status()).isNotZero();
            assertThat(mqtt("mckittrick", "joshua", "desk/fx/mqtt").status()).isNotZero();
            assertThat(channel.basicGet(queue, true)).isNull();
        }
    }

    /** One that is refused has no end: RabbitMQ closes the connection, and the client comes back for ever. */
    @Test
    void topicsThatMayBeReadCanBeSubscribedToOverMqtt() throws Exception {
        Mosquitto.require();
        assertThat(subscribe("news/today/#").status()).isZero();
    }

    private static Mosquitto.Result mqtt(String user, String password, String topic) {
        return Mosquitto.publish(
                rabbit.mqttPort(), topic, "hello", "-V", "mqttv311", "-u", user, "-P", password, "-i", user);
    }

    private static Mosquitto.Result subscribe(String filter) {
        return Mosquitto.subscribe(
                rabbit.mqttPort(), filter, "-V", "mqttv311", "-u", "falken", "-P", "joshua", "-i", "reader");
    }
}
