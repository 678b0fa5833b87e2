package dev.keyhole.artemis;

import static org.awaitility.Awaitility.await;

import dev.keyhole.spi.Operation;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;

/** Tries things with a real client of one protocol. */
interface Trial {

    /** What {@link #attempt} says if the client could do it. */
    String ACCEPTED = "accepted";

    /** What it says if nobody told the client that nothing came of it. */
    String NOTHING = "nothing";

    String CLOSED = "closed";

    /** One cell: who tries it, and where nobody else does. */
    record Cell(TestBroker broker, TestRules rules, String user, String topic, boolean expected) {

        static final String PASSWORD = "joshua";

        /** A user who may do everything. */
        static final String OWNER = "owner";

        /** As AMQP and CORE write the topic. */
        String address() {
            return topic.replace('/', '.');
        }

        /** A name that no other cell has. */
        String name() {
            return topic.replace('/', '-');
        }

        /** Whether a message on the topic comes before one that is published later. */
        String whatCame(Mqtt witness, Mqtt owner) {
            owner.publish(topic, "later");
            return witness.receive().endsWith("=later") ? NOTHING : ACCEPTED;
        }

        /** Whether a message got through that a pattern matches, among others that everybody may read. */
        String whatArrived(Mqtt owner, BlockingQueue<String> received) throws InterruptedException {
            if (expected) {
                String first = received.poll(30, TimeUnit.SECONDS);
                return first != null && first.startsWith(guarded() + "=") ? ACCEPTED : "it was " + first;
            }
            await().until(() -> rules.checks().stream()
                    .anyMatch(check -> check.operation() == Operation.RECEIVE
                            && check.resource().name().equals(guarded())));
            owner.publish("open/" + topic + "/later", "1.08");
            String first = received.poll(30, TimeUnit.SECONDS);
            return first != null && first.startsWith("open/" + topic + "/later=") ? NOTHING : "it was " + first;
        }

        /** The topic that not everybody may read, among those of the pattern. */
        String guarded() {
            return "open/" + topic + "/guarded";
        }

        Mqtt owner() {
            return Mqtt.in(broker.port("mqtt"), "owner-" + name(), OWNER, PASSWORD);
        }
    }

    /** The client's own words for what came of it. */
    String attempt(Attempt attempt, Cell cell) throws Exception;
}
