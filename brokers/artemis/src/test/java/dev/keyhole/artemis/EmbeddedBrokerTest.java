package dev.keyhole.artemis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.NoSuchElementException;
import java.util.stream.Stream;
import org.apache.activemq.artemis.core.config.Configuration;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.remoting.impl.netty.NettyAcceptor;
import org.apache.activemq.artemis.core.server.ActiveMQServer;
import org.apache.activemq.artemis.core.server.impl.ActiveMQServerImpl;
import org.apache.qpid.jms.JmsConnectionFactory;
import org.junit.jupiter.api.Test;

class EmbeddedBrokerTest {

    private final TestRules rules = new TestRules().user("falken", "joshua").everything();

    @Test
    void eachTransportHasAPortOfItsOwn() {
        try (TestBroker broker = TestBroker.start(rules)) {
            assertThat(Stream.of("mqtt", "amqp", "core").map(broker::port))
                    .doesNotHaveDuplicates()
                    .allMatch(port -> port > 0);
            assertThatThrownBy(() -> broker.port("stomp"))
                    .isInstanceOf(NoSuchElementException.class)
                    .hasMessageContaining("stomp");
        }
    }

    @Test
    void itSaysWhereItCanNotListen() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThatThrownBy(() -> TestBroker.builder()
                            .transport("mqtt", "127.0.0.1:" + taken.getLocalPort(), "mqtt", rules)
                            .start())
                    .hasRootCauseMessage("Address already in use")
                    .hasMessageContaining("127.0.0.1:" + taken.getLocalPort());
        }
    }

    @Test
    void itMayBeClosedTwice() {
        TestBroker broker = TestBroker.start(rules);
        broker.close();
        assertThatCode(broker::close).doesNotThrowAnyException();
    }

    @Test
    void itWritesNothingToDisk() throws IOException {
        try (TestBroker broker = TestBroker.start(rules);
                Mqtt client = Mqtt.in(broker.port("mqtt"), "a", "falken", "joshua")) {
            assertThat(client.subscribe("desk/fx")).isEqualTo(Mqtt.GRANTED_QOS_1);
            assertThat(client.publish("desk/fx", "x".repeat(1 << 20), true)).isEqualTo(Mqtt.SUCCESS);
            assertThat(client.receive()).hasSizeGreaterThan(1 << 20);
        }
        try (Stream<Path> files = Files.list(Path.of("."))) {
            assertThat(files.map(file -> file.getFileName().toString())).doesNotContain("data");
        }
    }

    @Test
    void anotherBrokerInTheProcessKeepsItsOwnSasl() throws Exception {
        Configuration configuration = new ConfigurationImpl()
                .setPersistenceEnabled(false)
                .setSecurityEnabled(false)
                .setJMXManagementEnabled(false);
        configuration.addAcceptorConfiguration("amqp", "tcp://127.0.0.1:0?protocols=AMQP");
        ActiveMQServer stock = new ActiveMQServerImpl(configuration);
        stock.start();
        try {
            int port = ((NettyAcceptor) stock.getRemotingService().getAcceptor("amqp")).getActualPort();
            JmsConnectionFactory factory = new JmsConnectionFactory("amqp://127.0.0.1:" + port);
            try (var connection = factory.createConnection("anybody", "at all");
                    var anonymous = factory.createConnection()) {
                connection.start();
                anonymous.start();
                assertThat(connection.createSession()).isNotNull();
            }
        } finally {
            stock.stop();
        }
    }
}
