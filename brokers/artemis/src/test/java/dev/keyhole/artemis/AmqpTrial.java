package dev.keyhole.artemis;

import jakarta.jms.Connection;
import jakarta.jms.DeliveryMode;
import jakarta.jms.Destination;
import jakarta.jms.InvalidClientIDException;
import jakarta.jms.JMSException;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.qpid.jms.JmsConnectionFactory;

/** A client of AMQP 1.0 (Qpid JMS). */
final class AmqpTrial implements Trial {

    private static final Duration LONGEST_WAIT = Duration.ofMinutes(1);
    private static final Pattern CONDITION = Pattern.compile("\\[condition = ([^]]+)]");

    @Override
    public String attempt(Attempt attempt, Cell cell) throws Exception {
        if (attempt == Attempt.DELETE_FOREIGN_SUBSCRIPTION) {
            try (Connection owner = connect(cell, Cell.OWNER)) {
                Session session = owner.createSession();
                session.createDurableConsumer(session.createTopic(cell.address()), "durable");
            }
        }
        try (Connection connection = connect(cell, cell.user())) {
            return attempt(attempt, cell, connection.createSession());
        } catch (JMSException e) {
            Matcher condition = CONDITION.matcher(String.valueOf(e.getMessage()));
            return condition.find() ? condition.group(1) : e.toString();
        }
    }

    private static Connection connect(Cell cell, String user) throws JMSException {
        return connect(cell.broker().port("amqp"), user, Cell.PASSWORD, cell.name());
    }

    /**
     * A client with an id, as soon as nobody else has it: the broker tells a client that its connection is closed before it
     * gives its id to another.
     */
    static Connection connect(int port, String user, String password, String clientId) throws JMSException {
        long begin = System.nanoTime();
        while (true) {
            Connection connection =
                    new JmsConnectionFactory("amqp://127.0.0.1:" + port).createConnection(user, password);
            try {
                connection.setClientID(clientId);
                connection.start();
                return connection;
            } catch (InvalidClientIDException taken) {
                connection.close();
                if (System.nanoTime() - begin > LONGEST_WAIT.toNanos()) {
                    throw taken;
                }
            }
        }
    }

    private static String attempt(Attempt attempt, Cell cell, Session session) throws Exception {
        return switch (attempt) {
            case PUBLISH_NON_PERSISTENT ->
                send(session, session.createTopic(cell.address()), DeliveryMode.NON_PERSISTENT);
            case PUBLISH_PERSISTENT -> send(session, session.createTopic(cell.address()), DeliveryMode.PERSISTENT);
            case SUBSCRIBE -> done(session.createConsumer(session.createTopic(cell.address())));
            case SUBSCRIBE_DURABLY ->
                done(session.createDurableConsumer(session.createTopic(cell.address()), "durable"));
            case SUBSCRIBE_SHARED -> done(session.createSharedConsumer(session.createTopic(cell.address()), "shared"));
            case SUBSCRIBE_TO_PATTERN -> done(session.createConsumer(session.createTopic(cell.address() + ".#")));
            case RECEIVE_BY_PATTERN -> receive(cell, session);
            case SEND_TO_QUEUE -> send(session, session.createQueue(cell.address()), DeliveryMode.PERSISTENT);
            case RECEIVE_FROM_QUEUE -> done(session.createConsumer(session.createQueue(cell.address())));
            case BROWSE_QUEUE -> {
                cell.broker().makeQueue(cell.address());
                yield done(session.createBrowser(session.createQueue(cell.address()))
                        .getEnumeration()
                        .hasMoreElements());
            }
            case MAKE_TEMPORARY_QUEUE -> done(session.createTemporaryQueue());
            case DELETE_OWN_SUBSCRIPTION -> {
                session.createDurableConsumer(session.createTopic("open." + cell.address()), "durable")
                        .close();
                session.unsubscribe("durable");
                yield ACCEPTED;
            }
            case DELETE_FOREIGN_SUBSCRIPTION -> {
                session.unsubscribe("durable");
                yield ACCEPTED;
            }
            case READ_FOREIGN_SUBSCRIPTION -> {
                CoreTrial.makeSubscriptionOfOwner(cell);
                yield done(session.createConsumer(session.createQueue(cell.address() + "::" + cell.name())));
            }
            case SEND_TO_SUBSCRIPTION -> {
                CoreTrial.makeSubscriptionOfOwner(cell);
                yield send(session, session.createTopic(cell.address() + "::" + cell.name()), DeliveryMode.PERSISTENT);
            }
            case READ_INTERNAL -> done(session.createConsumer(session.createTopic("$SYS." + cell.address())));
            case WRITE_INTERNAL ->
                send(session, session.createTopic("$SYS." + cell.address()), DeliveryMode.PERSISTENT);
            case MANAGE -> send(session, session.createQueue("activemq.management"), DeliveryMode.PERSISTENT);
            case PUBLISH_RETAINED, LEAVE_WILL, TAKE_OVER_SESSION ->
                throw new IllegalArgumentException("AMQP has nothing of the kind: " + attempt);
        };
    }

    private static String done(Object ignored) {
        return ACCEPTED;
    }

    private static String send(Session session, Destination destination, int mode) throws JMSException {
        MessageProducer producer = session.createProducer(destination);
        producer.setDeliveryMode(mode);
        producer.send(session.createTextMessage("1.07"));
        return ACCEPTED;
    }

    private static String receive(Cell cell, Session session) throws Exception {
        MessageConsumer consumer = session.createConsumer(session.createTopic("open." + cell.address() + ".#"));
        BlockingQueue<String> received = new LinkedBlockingQueue<>();
        consumer.setMessageListener(message -> {
            try {
                received.add(message.getJMSDestination().toString().replace('.', '/') + "=");
            } catch (JMSException e) {
                throw new IllegalStateException(e);
            }
        });
        try (Mqtt owner = cell.owner()) {
            owner.publish(cell.guarded(), "1.07");
            return cell.whatArrived(owner, received);
        }
    }
}
