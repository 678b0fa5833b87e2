package dev.keyhole.artemis;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.ActiveMQIllegalStateException;
import org.apache.activemq.artemis.api.core.QueueConfiguration;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.core.postoffice.Binding;
import org.apache.activemq.artemis.core.postoffice.impl.LocalQueueBinding;
import org.apache.activemq.artemis.core.security.SecurityAuth;
import org.apache.activemq.artemis.core.server.Queue;
import org.apache.activemq.artemis.core.server.plugin.ActiveMQServerBindingPlugin;
import org.apache.activemq.artemis.core.server.plugin.ActiveMQServerQueuePlugin;
import org.apache.activemq.artemis.core.transaction.Transaction;
import org.jspecify.annotations.Nullable;

/**
 * Remembers who made which queue. A subscription's queue belongs to whoever subscribed; so does a temporary queue. A
 * queue that bears the name of its address belongs to nobody: all readers of the address share it. Thread-safe.
 *
 * <p>The owner is written into the queue's own record, so it is still known when the broker has been restarted. The
 * broker asks for permission and makes the queue on the same thread, which is how a claim and a queue find each other.
 *
 * <p>A session of MQTT goes on naming a queue that is gone, and takes or deletes whatever bears that name when it is
 * resumed or expires. So the name stays its owner's for as long as a session names it.
 */
final class QueueOwners implements ActiveMQServerBindingPlugin, ActiveMQServerQueuePlugin {

    private static final int FEWEST_TO_SWEEP = 1_000;

    /** What deletes queues for MQTT. It isn't for others to see, so it is known by its name. */
    private static final String MQTT_SUBSCRIPTIONS =
            "org.apache.activemq.artemis.core.protocol.mqtt.MQTTSubscriptionManager";

    private record Claim(String queue, Owner owner) {}

    private final Supplier<Set<String>> queuesOfMqttSessions;
    private final Map<String, Owner> owners = new ConcurrentHashMap<>();
    private final ThreadLocal<Optional<Claim>> claim = ThreadLocal.withInitial(Optional::empty);

    /** Names of queues that are gone, which a session of MQTT may still hold to. Guarded by itself. */
    private final Map<String, Owner> reserved = new HashMap<>();

    private int sweepAt = FEWEST_TO_SWEEP;

    /**
     * @param queuesOfMqttSessions names of the queues that belong to subscriptions of all MQTT sessions, whether the
     *     queues exist or not
     */
    QueueOwners(Supplier<Set<String>> queuesOfMqttSessions) {
        this.queuesOfMqttSessions = queuesOfMqttSessions;
    }

    /** The queue that this thread is about to make is for this owner. */
    void claim(String queue, Owner owner) {
        claim.set(Optional.of(new Claim(queue, owner)));
    }

    @Override
    public void beforeCreateQueue(QueueConfiguration queue) {
        Optional<Claim> made = claim.get();
        claim.remove();
        made.filter(claimed -> claimed.queue().equals(queue.getName().toString()))
                .filter(claimed -> !isShared(queue.getName(), queue.getAddress(), queue.isTemporary()))
                .ifPresent(claimed -> queue.setUser(claimed.owner().toRecord()));
    }

    /** Called for a new queue, and for each queue that the broker finds in its store when it starts. */
    @Override
    public void afterAddBinding(Binding binding) {
        if (binding instanceof LocalQueueBinding local
                && !isShared(
                        binding.getUniqueName(),
                        binding.getAddress(),
                        local.getQueue().isTemporary())) {
            Optional.ofNullable(local.getQueue().getUser())
                    .flatMap(user -> Owner.ofRecord(user.toString()))
                    .ifPresent(owner -> owners.put(binding.getUniqueName().toString(), owner));
        }
    }

    private static boolean isShared(SimpleString queue, SimpleString address, boolean temporary) {
        return queue.equals(address) && !temporary;
    }

    /**
     * {@inheritDoc}
     *
     * <p>When a session of MQTT ends, the broker deletes what bears the names of its queues, and asks nobody. It may be
     * another queue by then, made by an operator.
     */
    @Override
    public void beforeDestroyQueue(
            Queue queue,
            @Nullable SecurityAuth session,
            boolean checkConsumerCount,
            boolean removeConsumers,
            boolean autoDeleteAddress)
            throws ActiveMQException {
        Owner owner = owners.get(queue.getName().toString());
        if (session == null && (owner == null || owner.protocol() != WireProtocol.MQTT) && isMqttDeleting()) {
            throw new ActiveMQIllegalStateException(
                    "queue " + queue.getName() + " isn't one of the MQTT session that would delete it");
        }
    }

    private static boolean isMqttDeleting() {
        return StackWalker.getInstance()
                .walk(frames -> frames.anyMatch(frame -> frame.getClassName().equals(MQTT_SUBSCRIPTIONS)));
    }

    @Override
    public void afterRemoveBinding(Binding binding, Transaction transaction, boolean deleteData) {
        String queue = binding.getUniqueName().toString();
        Owner owner = owners.remove(queue);
        if (owner != null && owner.protocol() == WireProtocol.MQTT) {
            synchronized (reserved) {
                reserved.put(queue, owner);
                if (reserved.size() >= sweepAt) {
                    reserved.keySet().retainAll(queuesOfMqttSessions.get());
                    sweepAt = Math.max(FEWEST_TO_SWEEP, 2 * reserved.size());
                }
            }
        }
    }

    /** Whether somebody may read a queue, given that the address may be read. */
    boolean mayRead(String address, String queue, Owner reader) {
        Owner owner = owners.get(queue);
        return owner == null ? queue.equals(address) : owner.equals(reader);
    }

    boolean isOwner(String queue, Owner candidate) {
        return candidate.equals(owners.get(queue));
    }

    /** Whose a queue is; empty if it is nobody's, or doesn't exist. */
    Optional<Owner> ownerOf(String queue) {
        return Optional.ofNullable(owners.get(queue));
    }

    /** Whether the queue is somebody else's, or its name is. */
    boolean isForeign(String queue, Owner candidate) {
        Owner owner = owners.get(queue);
        return owner == null ? isReserved(queue, candidate) : !owner.equals(candidate);
    }

    private boolean isReserved(String queue, Owner candidate) {
        synchronized (reserved) {
            Owner owner = reserved.get(queue);
            if (owner == null || owner.equals(candidate)) {
                return false;
            }
            if (queuesOfMqttSessions.get().contains(queue)) {
                return true;
            }
            reserved.remove(queue);
            return false;
        }
    }
}
