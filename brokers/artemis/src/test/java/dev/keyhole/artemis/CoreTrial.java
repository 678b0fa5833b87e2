package dev.keyhole.artemis;

import java.util.Locale;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.ActiveMQExceptionType;
import org.apache.activemq.artemis.api.core.QueueConfiguration;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.api.core.client.ActiveMQClient;
import org.apache.activemq.artemis.api.core.client.ClientProducer;
import org.apache.activemq.artemis.api.core.client.ClientSession;
import org.apache.activemq.artemis.api.core.client.ClientSessionFactory;
import org.apache.activemq.artemis.api.core.client.ServerLocator;

/** A client of CORE (Artemis' own). */
final class CoreTrial implements Trial {

    private interface Use {
        String with(ClientSession session) throws Exception;
    }

    @Override
    public String attempt(Attempt attempt, Cell cell) throws Exception {
        try {
            return as(cell, cell.user(), session -> attempt(attempt, cell, session));
        } catch (ActiveMQException e) {
            return e.getType() == ActiveMQExceptionType.SECURITY_EXCEPTION
                    ? "security exception"
                    : e.getType().name().toLowerCase(Locale.ROOT);
        }
    }

    private static String as(Cell cell, String user, Use use) throws Exception {
        try (ServerLocator locator = ActiveMQClient.createServerLocator(
                        "tcp://127.0.0.1:" + cell.broker().port("core"));
                ClientSessionFactory factory = locator.createSessionFactory();
                ClientSession session = factory.createSession(user, Cell.PASSWORD, false, true, true, false, 0)) {
            session.start();
            return use.with(session);
        }
    }

    /** A durable subscription of the owner's, with the name of the cell. */
    static void makeSubscriptionOfOwner(Cell cell) throws Exception {
        as(cell, Cell.OWNER, session -> {
            session.createQueue(subscription(cell, cell.address()).setDurable(true));
            return ACCEPTED;
        });
    }

    private static QueueConfiguration subscription(Cell cell, String address) {
        return QueueConfiguration.of(cell.name()).setAddress(address).setRoutingType(RoutingType.MULTICAST);
    }

    private static String attempt(Attempt attempt, Cell cell, ClientSession session) throws Exception {
        return switch (attempt) {
            case PUBLISH_NON_PERSISTENT -> publishAndLookWhatComes(cell, session);
            case PUBLISH_PERSISTENT -> send(session, cell.address());
            case SUBSCRIBE ->
                subscribe(
                        session,
                        subscription(cell, cell.address()).setDurable(false).setTemporary(true));
            case SUBSCRIBE_DURABLY ->
                subscribe(session, subscription(cell, cell.address()).setDurable(true));
            case SUBSCRIBE_SHARED -> {
                session.createSharedQueue(subscription(cell, cell.address()).setDurable(false));
                session.createConsumer(cell.name());
                yield ACCEPTED;
            }
            case SUBSCRIBE_TO_PATTERN ->
                subscribe(
                        session,
                        subscription(cell, cell.address() + ".#")
                                .setDurable(false)
                                .setTemporary(true));
            case RECEIVE_BY_PATTERN -> receive(cell, session);
            case SEND_TO_QUEUE -> {
                ClientProducer producer = session.createProducer(cell.address());
                producer.send(session.createMessage(true).setRoutingType(RoutingType.ANYCAST));
                yield ACCEPTED;
            }
            case RECEIVE_FROM_QUEUE ->
                subscribe(
                        session,
                        QueueConfiguration.of(cell.address())
                                .setAddress(cell.address())
                                .setRoutingType(RoutingType.ANYCAST));
            case BROWSE_QUEUE -> {
                cell.broker().makeQueue(cell.address());
                session.createConsumer(cell.address(), true);
                yield ACCEPTED;
            }
            case MAKE_TEMPORARY_QUEUE -> {
                session.createQueue(QueueConfiguration.of(cell.address())
                        .setAddress(cell.address())
                        .setRoutingType(RoutingType.ANYCAST)
                        .setDurable(false)
                        .setTemporary(true));
                yield ACCEPTED;
            }
            case DELETE_OWN_SUBSCRIPTION -> {
                session.createQueue(subscription(cell, "open." + cell.address()).setDurable(true));
                session.deleteQueue(cell.name());
                yield ACCEPTED;
            }
            case DELETE_FOREIGN_SUBSCRIPTION -> {
                makeSubscriptionOfOwner(cell);
                session.deleteQueue(cell.name());
                yield ACCEPTED;
            }
            case READ_FOREIGN_SUBSCRIPTION -> {
                makeSubscriptionOfOwner(cell);
                session.createConsumer(cell.address() + "::" + cell.name());
                yield ACCEPTED;
            }
            case SEND_TO_SUBSCRIPTION -> {
                makeSubscriptionOfOwner(cell);
                yield send(session, cell.address() + "::" + cell.name());
            }
            case READ_INTERNAL ->
                subscribe(session, subscription(cell, "$SYS." + cell.address()).setDurable(false));
            case WRITE_INTERNAL -> send(session, "$SYS." + cell.address());
            case MANAGE -> send(session, "activemq.management");
            case PUBLISH_RETAINED, LEAVE_WILL, TAKE_OVER_SESSION ->
                throw new IllegalArgumentException("CORE has nothing of the kind: " + attempt);
        };
    }

    private static String subscribe(ClientSession session, QueueConfiguration queue) throws ActiveMQException {
        session.createQueue(queue);
        session.createConsumer(queue.getName());
        return ACCEPTED;
    }

    private static String send(ClientSession session, String address) throws ActiveMQException {
        session.createProducer(address).send(session.createMessage(true));
        return ACCEPTED;
    }

    private static String publishAndLookWhatComes(Cell cell, ClientSession session) throws ActiveMQException {
        try (Mqtt owner = cell.owner()) {
            owner.subscribe(cell.topic());
            session.createProducer(cell.address()).send(session.createMessage(false));
            // The answer to this shows that the broker is done with what came before.
            session.addressQuery(SimpleString.of(cell.address()));
            return cell.whatCame(owner, owner);
        }
    }

    private static String receive(Cell cell, ClientSession session) throws Exception {
        session.createQueue(subscription(cell, "open." + cell.address() + ".#")
                .setDurable(false)
                .setTemporary(true));
        BlockingQueue<String> received = new LinkedBlockingQueue<>();
        session.createConsumer(cell.name())
                .setMessageHandler(message -> received.add(message.getAddress().replace('.', '/') + "="));
        try (Mqtt owner = cell.owner()) {
            owner.publish(cell.guarded(), "1.07");
            return cell.whatArrived(owner, received);
        }
    }
}
