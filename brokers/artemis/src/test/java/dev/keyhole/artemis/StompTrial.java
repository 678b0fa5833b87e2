package dev.keyhole.artemis;

import java.io.IOException;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A client of STOMP 1.2, which is told of any refusal by an ERROR. */
final class StompTrial implements Trial {

    private static final String MULTICAST = "MULTICAST";
    private static final String ANYCAST = "ANYCAST";
    private static final String DURABLE = "durable-subscription-name:durable\n";
    /** Of a right that isn't there, or of what fails without it: sending, subscribing, unsubscribing. */
    private static final Pattern REFUSAL =
            Pattern.compile("^ERROR\nmessage:AMQ(.* permission=|339011 |339016 |339017 )");

    private static final Pattern DESTINATION = Pattern.compile("\ndestination:(.*)\n");

    @Override
    public String attempt(Attempt attempt, Cell cell) throws Exception {
        if (attempt == Attempt.DELETE_FOREIGN_SUBSCRIPTION) {
            try (Stomp owner = in(cell, Cell.OWNER)) {
                subscribe(owner, cell.address(), MULTICAST, DURABLE);
            }
        }
        try (Stomp client = in(cell, cell.user())) {
            return attempt(attempt, cell, client);
        }
    }

    private static Stomp in(Cell cell, String user) throws IOException {
        Stomp client = new Stomp(cell.broker().port("stomp"));
        String answer = client.send("CONNECT\naccept-version:1.2\nhost:broker\nclient-id:" + cell.name() + "\nlogin:"
                        + user + "\npasscode:" + Cell.PASSWORD + "\n\n")
                .receive();
        if (!answer.startsWith("CONNECTED")) {
            throw new IllegalStateException(answer);
        }
        return client;
    }

    private static String attempt(Attempt attempt, Cell cell, Stomp client) throws Exception {
        return switch (attempt) {
            case PUBLISH_NON_PERSISTENT -> {
                client.send("SEND\ndestination:" + cell.address() + "\ndestination-type:MULTICAST\n\n1.07");
                // The answer to this shows that the broker is done with what came before.
                yield ask(client, "BEGIN\ntransaction:t\n");
            }
            case PUBLISH_PERSISTENT -> send(client, cell.address(), MULTICAST);
            case SUBSCRIBE -> subscribe(client, cell.address(), MULTICAST, "");
            case SUBSCRIBE_DURABLY -> subscribe(client, cell.address(), MULTICAST, DURABLE);
            case SUBSCRIBE_TO_PATTERN -> subscribe(client, cell.address() + ".#", MULTICAST, "");
            case RECEIVE_BY_PATTERN -> receive(cell, client);
            case SEND_TO_QUEUE -> send(client, cell.address(), ANYCAST);
            case RECEIVE_FROM_QUEUE -> subscribe(client, cell.address(), ANYCAST, "");
            case DELETE_OWN_SUBSCRIPTION -> {
                subscribe(client, "open." + cell.address(), MULTICAST, DURABLE);
                yield ask(client, "UNSUBSCRIBE\nid:1\n" + DURABLE);
            }
            case DELETE_FOREIGN_SUBSCRIPTION -> ask(client, "UNSUBSCRIBE\n" + DURABLE);
            case READ_FOREIGN_SUBSCRIPTION -> {
                CoreTrial.makeSubscriptionOfOwner(cell);
                yield subscribe(client, cell.address() + "::" + cell.name(), MULTICAST, "");
            }
            case SEND_TO_SUBSCRIPTION -> {
                CoreTrial.makeSubscriptionOfOwner(cell);
                yield send(client, cell.address() + "::" + cell.name(), MULTICAST);
            }
            case READ_INTERNAL -> subscribe(client, "$SYS." + cell.address(), MULTICAST, "");
            case WRITE_INTERNAL -> send(client, "$SYS." + cell.address(), MULTICAST);
            case MANAGE -> send(client, "activemq.management", ANYCAST);
            case PUBLISH_RETAINED,
                    LEAVE_WILL,
                    SUBSCRIBE_SHARED,
                    BROWSE_QUEUE,
                    MAKE_TEMPORARY_QUEUE,
                    TAKE_OVER_SESSION ->
                throw new IllegalArgumentException("STOMP has nothing of the kind: " + attempt);
        };
    }

    private static String send(Stomp client, String destination, String routing) throws IOException {
        return ask(
                client,
                "SEND\npersistent:true\ndestination:" + escaped(destination) + "\ndestination-type:" + routing + "\n");
    }

    private static String subscribe(Stomp client, String destination, String routing, String more) throws IOException {
        return ask(
                client,
                "SUBSCRIBE\nid:1\ndestination:" + escaped(destination) + "\nsubscription-type:" + routing + "\n"
                        + more);
    }

    /** Sends a frame, and says what comes of it: ERROR only if that is a refusal. */
    private static String ask(Stomp client, String frame) throws IOException {
        String answer = client.send(frame + "receipt:done\n\n").receive();
        if (answer.startsWith("RECEIPT\nreceipt-id:done")) {
            return ACCEPTED;
        }
        return REFUSAL.matcher(answer).find() ? "ERROR" : answer;
    }

    private static String escaped(String header) {
        return header.replace(":", "\\c");
    }

    private static String receive(Cell cell, Stomp client) throws Exception {
        subscribe(client, "open." + cell.address() + ".#", MULTICAST, "");
        BlockingQueue<String> received = new LinkedBlockingQueue<>();
        Thread reader = new Thread(() -> {
            try {
                for (String frame = client.receive(); !frame.isEmpty(); frame = client.receive()) {
                    Matcher destination = DESTINATION.matcher(frame);
                    received.add(destination.find() ? destination.group(1).replace('.', '/') + "=" : frame);
                }
            } catch (IOException closed) {
                // There is no more to come.
            }
        });
        reader.start();
        try (Mqtt owner = cell.owner()) {
            owner.publish(cell.guarded(), "1.07");
            return cell.whatArrived(owner, received);
        } finally {
            client.close();
            reader.join();
        }
    }
}
