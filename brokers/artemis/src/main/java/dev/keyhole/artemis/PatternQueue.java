package dev.keyhole.artemis;

import dev.keyhole.artemis.AddressName.Topic;
import dev.keyhole.host.Decision;
import dev.keyhole.spi.Operation;
import dev.keyhole.spi.Permission;
import dev.keyhole.spi.Resource;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import org.apache.activemq.artemis.api.core.Message;
import org.apache.activemq.artemis.core.filter.Filter;
import org.apache.activemq.artemis.core.server.MessageReference;
import org.apache.activemq.artemis.core.server.Queue;
import org.apache.activemq.artemis.core.server.ServerConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The queue of a subscription to a pattern. What its reader may not read never gets to the reader, and doesn't stay in the
 * queue: as a rule it isn't put in at all. Thread-safe, and never waits for a module.
 *
 * <p>While nobody has decided about a topic yet, its messages wait in the queue, in their order, and those of other topics
 * pass them by.
 */
final class PatternQueue {

    private static final Logger log = LoggerFactory.getLogger(PatternQueue.class);

    private static final long SECONDS_TO_RETRY = 1;

    /** A decision about one message, which the host's cache wouldn't keep. */
    private record Verdict(long messageId, boolean granted) {}

    private final Queue queue;
    private final AddressNames names;
    private final BrokerReference broker;
    private final Map<ServerConsumer, ClientConnection> readers = new ConcurrentHashMap<>();

    /** Addresses about which a module is being asked. */
    private final Set<String> held = ConcurrentHashMap.newKeySet();

    private final Map<String, Verdict> verdicts = new ConcurrentHashMap<>();

    /** Addresses whose messages are about to be taken out of the queue. */
    private final Set<String> dropping = ConcurrentHashMap.newKeySet();

    PatternQueue(Queue queue, AddressNames names, BrokerReference broker) {
        this.queue = queue;
        this.names = names;
        this.broker = broker;
    }

    void attach(ServerConsumer consumer, ClientConnection reader) {
        readers.put(consumer, reader);
        queue.getExecutor().execute(this::offerAgain);
    }

    void detach(ServerConsumer consumer) {
        readers.remove(consumer);
    }

    /** Whether nobody who reads the queue may have the messages of an address, as far as that is known. */
    boolean isUnreadable(@Nullable String address) {
        if (address == null) {
            return true;
        }
        Optional<Resource> topic = topicOf(address);
        if (topic.isEmpty()) {
            return true;
        }
        Collection<ClientConnection> now = readers.values();
        return !now.isEmpty() && now.stream().allMatch(reader -> isKnownToBeDenied(reader, topic.get()));
    }

    private static boolean isKnownToBeDenied(ClientConnection reader, Resource topic) {
        return reader.checkCached(Permission.READ, topic, Operation.RECEIVE)
                // The host's own denial may mean that the reader is leaving, and will be back for its messages.
                .filter(decision ->
                        !decision.isGrantedInFull() && !decision.module().isEmpty())
                .isPresent();
    }

    /** Whether a message may go out now. If not, it is taken out of the queue, or offered again later. */
    boolean mayDeliver(ServerConsumer consumer, MessageReference reference) {
        ClientConnection reader = readers.get(consumer);
        String address = reference.getMessage().getAddress();
        if (reader == null || reader.isOver() || held.contains(address)) {
            return false;
        }
        Optional<Resource> topic = topicOf(address);
        if (topic.isEmpty()) {
            drop(address, message -> true, () -> true);
            return false;
        }
        Verdict verdict = verdicts.remove(address);
        if (verdict != null && verdict.messageId() == reference.getMessageID()) {
            if (!verdict.granted()) {
                drop(address, message -> message.getMessageID() == verdict.messageId(), () -> true);
            }
            return verdict.granted();
        }
        Optional<Decision> known = reader.checkCached(Permission.READ, topic.get(), Operation.RECEIVE);
        if (known.isEmpty()) {
            ask(reader, topic.get(), address, reference.getMessageID());
            return false;
        }
        if (!known.get().isGrantedInFull()) {
            drop(address, message -> true, () -> isStillDenied(reader, topic.get()));
        }
        return known.get().isGrantedInFull();
    }

    private Optional<Resource> topicOf(String address) {
        return names.of(address)
                .match((Topic topic) -> Optional.of(topic.resource()), unusable -> Optional.<Resource>empty());
    }

    private void ask(ClientConnection reader, Resource topic, String address, long messageId) {
        if (!held.add(address)) {
            return;
        }
        try {
            reader.checkAsync(Permission.READ, topic, Operation.RECEIVE).thenAccept(decision -> {
                if (decision.outcome() == Decision.Outcome.UNAVAILABLE) {
                    broker.later(() -> release(address), SECONDS_TO_RETRY, TimeUnit.SECONDS);
                    return;
                }
                if (reader.checkCached(Permission.READ, topic, Operation.RECEIVE)
                        .isEmpty()) {
                    verdicts.put(address, new Verdict(messageId, decision.isGrantedInFull()));
                }
                release(address);
            });
        } catch (Throwable failure) {
            held.remove(address);
            throw failure;
        }
    }

    /**
     * Offers the messages of an address again: on the thread that also delivers, so that no later one gets ahead of those
     * that wait.
     */
    private void release(String address) {
        queue.getExecutor().execute(() -> {
            held.remove(address);
            offerAgain();
        });
    }

    /** To be called in the queue's executor: the queue ignores what comes while two runs are on their way already. */
    private void offerAgain() {
        queue.resetAllIterators();
        queue.deliverAsync();
    }

    private static boolean isStillDenied(ClientConnection reader, Resource topic) {
        return !reader.isOver()
                && reader.checkCached(Permission.READ, topic, Operation.RECEIVE)
                        .filter(decision -> !decision.isGrantedInFull())
                        .isPresent()
                // A connection that ended meanwhile denies everything.
                && !reader.isOver();
    }

    /** Takes messages of an address out of the queue, soon. */
    private void drop(String address, Predicate<Message> which, BooleanSupplier still) {
        if (!dropping.add(address)) {
            return;
        }
        try {
            broker.executor().execute(() -> dropNow(address, which, still));
        } catch (Throwable noThread) {
            dropping.remove(address);
            throw noThread;
        }
    }

    private void dropNow(String address, Predicate<Message> which, BooleanSupplier still) {
        dropping.remove(address);
        try {
            if (still.getAsBoolean()) {
                queue.deleteMatchingReferences(
                        MessageFilter.of(message -> address.equals(message.getAddress()) && which.test(message)));
            }
        } catch (Exception e) {
            log.warn("queue {}: messages that may not be read can't be taken out", queue.getName(), e);
        }
    }

    /** A filter of what is put into the queue, after the one that it has. */
    Filter filter(@Nullable Filter original) {
        return new MessageFilter(
                original,
                message -> (original == null || original.match(message)) && !isUnreadable(message.getAddress()));
    }
}
