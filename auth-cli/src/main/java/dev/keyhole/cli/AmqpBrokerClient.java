package dev.keyhole.cli;

import dev.keyhole.spi.Secret;
import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.JMSSecurityException;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import java.time.Duration;
import java.util.Optional;
import org.apache.qpid.jms.JmsConnectionFactory;
import org.apache.qpid.jms.JmsOperationTimedOutException;
import org.apache.qpid.jms.exceptions.JMSSecuritySaslException;

/** An AMQP 1.0 client. Levels of a topic's name are separated by dots there. */
final class AmqpBrokerClient implements BrokerClient {

    private final ServerAddress server;
    private final Duration limit;
    private Optional<Connection> connection = Optional.empty();

    AmqpBrokerClient(ServerAddress server, Duration limit) {
        this.server = server;
        this.limit = limit;
    }

    @Override
    public Reply connect() {
        long millis = limit.toMillis();
        JmsConnectionFactory factory = new JmsConnectionFactory("amqp://" + server.hostAndPort()
                + "?jms.connectTimeout=" + millis + "&transport.connectTimeout=" + millis
                + "&jms.requestTimeout=" + millis + "&jms.sendTimeout=" + millis
                + "&jms.closeTimeout=" + millis
                + "&amqp.saslMechanisms=" + (server.user().isPresent() ? "PLAIN" : "ANONYMOUS"));
        try {
            Connection opened = server.user().isPresent()
                    ? factory.createConnection(
                            server.user().get(),
                            server.password().map(Secret::reveal).orElse(""))
                    : factory.createConnection();
            connection = Optional.of(opened);
            opened.start();
            return Reply.ACCEPTED;
        } catch (JMSException e) {
            return reply(e);
        }
    }

    @Override
    public Reply publish(String topic, String text) {
        return inSession(session -> {
            try (MessageProducer producer = session.createProducer(session.createTopic(amqpName(topic)))) {
                producer.send(session.createTextMessage(text));
            }
        });
    }

    @Override
    public Reply subscribe(String topic) {
        return inSession(session -> {
            try (MessageConsumer consumer = session.createConsumer(session.createTopic(amqpName(topic)))) {
                consumer.receiveNoWait();
            }
        });
    }

    private Reply inSession(Work work) {
        if (connection.isEmpty()) {
            return Reply.failed("not connected");
        }
        try (Session session = connection.get().createSession(Session.AUTO_ACKNOWLEDGE)) {
            work.in(session);
            return Reply.ACCEPTED;
        } catch (JMSException e) {
            return reply(e);
        }
    }

    private static String amqpName(String topic) {
        return topic.replace('/', '.');
    }

    private Reply reply(JMSException e) {
        if (e instanceof JMSSecuritySaslException sasl) {
            return sasl.isSysTempFailure()
                    ? Reply.failed("the broker isn't available (SASL code 4)")
                    : Reply.refused(saslRefusal());
        }
        if (e instanceof JMSSecurityException) {
            return Reply.refused("not authorised (amqp:unauthorized-access)");
        }
        if (e instanceof JmsOperationTimedOutException) {
            return Reply.failed(ConnectFailure.TIMED_OUT);
        }
        return Reply.failed(ConnectFailure.in(e).orElseGet(() -> Text.oneLine(String.valueOf(e.getMessage()))));
    }

    /** SASL has one code for all of it. */
    private String saslRefusal() {
        return server.user().isPresent()
                ? "bad user name or password, or not allowed to log on (SASL code 1)"
                : "not allowed without a logon (SASL code 1)";
    }

    @Override
    public void close() {
        try {
            if (connection.isPresent()) {
                connection.get().close();
            }
        } catch (JMSException e) {
            // The connection is gone already, which is what was wanted.
        }
    }

    /** Something that is done in a session. */
    private interface Work {
        void in(Session session) throws JMSException;
    }
}
