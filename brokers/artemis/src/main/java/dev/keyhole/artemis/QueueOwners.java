package dev.keyhole.artemis;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.activemq.artemis.core.postoffice.Binding;
import org.apache.activemq.artemis.core.postoffice.BindingType;
import org.apache.activemq.artemis.core.postoffice.impl.LocalQueueBinding;
import org.apache.activemq.artemis.core.server.plugin.ActiveMQServerBindingPlugin;
import org.apache.activemq.artemis.core.transaction.Transaction;

/**
 * Remembers who made which queue. A subscription's queue belongs to whoever subscribed; so does a temporary queue. A
 * queue that bears the name of its address belongs to nobody: all readers of the address share it. Thread-safe.
 *
 * <p>The broker asks for permission and makes the queue on the same thread, which is how a claim and a queue find each
 * other.
 */
final class QueueOwners implements ActiveMQServerBindingPlugin {

    private record Claim(String queue, Owner owner) {}

    private final Map<String, Owner> owners = new ConcurrentHashMap<>();
    private final ThreadLocal<Optional<Claim>> claim = ThreadLocal.withInitial(Optional::empty);

    /** The queue that this thread is about to make is for this owner. */
    void claim(String queue, Owner owner) {
        claim.set(Optional.of(new Claim(queue, owner)));
    }

    @Override
    public void afterAddBinding(Binding binding) {
        Optional<Claim> made = claim.get();
        claim.remove();
        if (binding.getType() != BindingType.LOCAL_QUEUE) {
            return;
        }
        String queue = binding.getUniqueName().toString();
        boolean temporary =
                binding instanceof LocalQueueBinding local && local.getQueue().isTemporary();
        boolean shared = binding.getUniqueName().equals(binding.getAddress()) && !temporary;
        made.filter(claimed -> claimed.queue().equals(queue) && !shared)
                .ifPresent(claimed -> owners.put(queue, claimed.owner()));
    }

    @Override
    public void afterRemoveBinding(Binding binding, Transaction transaction, boolean deleteData) {
        owners.remove(binding.getUniqueName().toString());
    }

    /** Whether somebody may read a queue, given that the address may be read. */
    boolean mayRead(String address, String queue, Owner reader) {
        Owner owner = owners.get(queue);
        return owner == null ? queue.equals(address) : owner.equals(reader);
    }

    boolean isOwner(String queue, Owner candidate) {
        return candidate.equals(owners.get(queue));
    }

    /** Whether the queue is somebody else's; not if it doesn't exist. */
    boolean isForeign(String queue, Owner candidate) {
        Owner owner = owners.get(queue);
        return owner != null && !owner.equals(candidate);
    }
}
