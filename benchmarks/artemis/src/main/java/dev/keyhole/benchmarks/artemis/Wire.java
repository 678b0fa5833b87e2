package dev.keyhole.benchmarks.artemis;

import jakarta.jms.Connection;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.apache.activemq.artemis.api.core.QueueConfiguration;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.api.core.client.ActiveMQClient;
import org.apache.activemq.artemis.api.core.client.ClientProducer;
import org.apache.activemq.artemis.api.core.client.ClientSession;
import org.apache.activemq.artemis.api.core.client.ClientSessionFactory;
import org.apache.activemq.artemis.api.core.client.ServerLocator;
import org.apache.qpid.jms.JmsConnectionFactory;
import org.eclipse.paho.mqttv5.client.MqttClient;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.eclipse.paho.mqttv5.client.persist.MemoryPersistence;
import org.eclipse.paho.mqttv5.common.MqttMessage;

/** Real clients of each protocol. */
enum Wire {
    MQTT {
        @Override
        AutoCloseable logOn(int port, String user) throws Exception {
            return connect(port, user)::disconnect;
        }

        private MqttClient connect(int port, String user) throws Exception {
            MqttConnectionOptions options = new MqttConnectionOptions();
            options.setUserName(user);
            options.setPassword("joshua".getBytes(StandardCharsets.UTF_8));
            options.setConnectionTimeout(SECONDS);
            MqttClient client = new MqttClient("tcp://127.0.0.1:" + port, user, new MemoryPersistence());
            client.connect(options);
            return client;
        }

        @Override
        Loop loop(int port, String user) throws Exception {
            MqttClient client = connect(port, user);
            Semaphore arrived = new Semaphore(0);
            // Paho's method for one subscription with a listener throws.
            client.setCallback(new ArrivalCallback(arrived::release));
            client.subscribe("load/" + user, 0);
            MqttMessage message = new MqttMessage(BODY);
            message.setQos(0);
            return new Loop(() -> client.publish("load/" + user, message), arrived, client::disconnect);
        }
    },

    AMQP {
        @Override
        AutoCloseable logOn(int port, String user) throws Exception {
            return connect(port, user);
        }

        private Connection connect(int port, String user) throws Exception {
            Connection connection = new JmsConnectionFactory("amqp://127.0.0.1:" + port + "?jms.connectTimeout="
                            + SECONDS * 1_000 + "&amqp.idleTimeout=-1")
                    .createConnection(user, "joshua");
            connection.start();
            return connection;
        }

        @Override
        Loop loop(int port, String user) throws Exception {
            Connection connection = connect(port, user);
            Session session = connection.createSession(Session.AUTO_ACKNOWLEDGE);
            Session other = connection.createSession(Session.AUTO_ACKNOWLEDGE);
            Semaphore arrived = new Semaphore(0);
            MessageConsumer consumer = other.createConsumer(other.createTopic("load." + user));
            consumer.setMessageListener(message -> arrived.release());
            MessageProducer producer = session.createProducer(session.createTopic("load." + user));
            producer.setDeliveryMode(jakarta.jms.DeliveryMode.NON_PERSISTENT);
            return new Loop(() -> producer.send(session.createTextMessage("1.07")), arrived, connection);
        }
    },

    CORE {
        @Override
        AutoCloseable logOn(int port, String user) throws Exception {
            Deque<AutoCloseable> parts = new ArrayDeque<>();
            session(port, user, parts);
            return () -> close(parts);
        }

        private ClientSession session(int port, String user, Deque<AutoCloseable> parts) throws Exception {
            ServerLocator locator = ActiveMQClient.createServerLocator("tcp://127.0.0.1:" + port)
                    .setCallTimeout(SECONDS * 1_000L);
            parts.push(locator);
            ClientSessionFactory factory = locator.createSessionFactory();
            parts.push(factory);
            ClientSession session = factory.createSession(user, "joshua", false, true, true, true, 0);
            parts.push(session);
            return session;
        }

        @Override
        Loop loop(int port, String user) throws Exception {
            Deque<AutoCloseable> parts = new ArrayDeque<>();
            ClientSession session = session(port, user, parts);
            session.createQueue(QueueConfiguration.of(user)
                    .setAddress("load." + user)
                    .setRoutingType(RoutingType.MULTICAST)
                    .setDurable(false)
                    .setTemporary(true));
            Semaphore arrived = new Semaphore(0);
            session.createConsumer(user).setMessageHandler(message -> arrived.release());
            session.start();
            ClientProducer producer = session.createProducer("load." + user);
            return new Loop(
                    () -> producer.send(session.createMessage(false).writeBodyBufferBytes(BODY)),
                    arrived,
                    () -> close(parts));
        }
    };

    /** Longer than anything here takes. */
    private static final int SECONDS = 120;

    private static final byte[] BODY = new byte[200];

    /** Something that a client does. */
    interface Action {
        void run() throws Exception;
    }

    /** A client that is logged on, and publishes to itself. */
    record Loop(Action publish, Semaphore arrived, AutoCloseable client) implements AutoCloseable {

        void once() throws Exception {
            publish.run();
            if (!arrived.tryAcquire(SECONDS, TimeUnit.SECONDS)) {
                throw new IllegalStateException("a message didn't arrive");
            }
        }

        @Override
        public void close() throws Exception {
            client.close();
        }
    }

    /** Logs a client on; it is in when this returns. */
    abstract AutoCloseable logOn(int port, String user) throws Exception;

    abstract Loop loop(int port, String user) throws Exception;

    private static void close(Deque<AutoCloseable> parts) throws Exception {
        while (!parts.isEmpty()) {
            parts.pop().close();
        }
    }
}
