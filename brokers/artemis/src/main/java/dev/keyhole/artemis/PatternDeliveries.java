package dev.keyhole.artemis;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.core.filter.Filter;
import org.apache.activemq.artemis.core.postoffice.Binding;
import org.apache.activemq.artemis.core.postoffice.impl.LocalQueueBinding;
import org.apache.activemq.artemis.core.server.MessageReference;
import org.apache.activemq.artemis.core.server.Queue;
import org.apache.activemq.artemis.core.server.ServerConsumer;
import org.apache.activemq.artemis.core.server.plugin.ActiveMQServerBindingPlugin;
import org.apache.activemq.artemis.core.server.plugin.ActiveMQServerConsumerPlugin;
import org.apache.activemq.artemis.core.server.plugin.ActiveMQServerMessagePlugin;
import org.apache.activemq.artemis.core.transaction.Transaction;
import org.jspecify.annotations.Nullable;

/** Has every message for a subscription to a pattern checked before it goes out. Thread-safe. */
final class PatternDeliveries
        implements ActiveMQServerBindingPlugin, ActiveMQServerConsumerPlugin, ActiveMQServerMessagePlugin {

    private final AddressNames names;
    private final BrokerReference broker;
    private final Map<SimpleString, PatternQueue> queues = new ConcurrentHashMap<>();

    PatternDeliveries(AddressNames names, BrokerReference broker) {
        this.names = names;
        this.broker = broker;
    }

    @Override
    public void afterAddBinding(Binding binding) {
        if (binding instanceof LocalQueueBinding local
                && names.isPattern(binding.getAddress().toString())) {
            Queue queue = local.getQueue();
            PatternQueue pattern = new PatternQueue(queue, names, broker);
            queues.put(queue.getName(), pattern);
            Filter original = queue.getFilter();
            // A filter where clients expect none would look like another subscription to the next who shares it.
            if (original != null || queue.isTemporary()) {
                queue.setFilter(pattern.filter(original));
            }
        }
    }

    @Override
    public void afterRemoveBinding(Binding binding, @Nullable Transaction transaction, boolean deleteData) {
        queues.remove(binding.getUniqueName());
    }

    @Override
    public void afterCreateConsumer(ServerConsumer consumer) {
        PatternQueue queue = queues.get(consumer.getQueue().getName());
        if (queue != null) {
            broker.clientOf(consumer).ifPresent(reader -> queue.attach(consumer, reader));
        }
    }

    @Override
    public void afterCloseConsumer(ServerConsumer consumer, boolean failed) {
        PatternQueue queue = queues.get(consumer.getQueue().getName());
        if (queue != null) {
            queue.detach(consumer);
        }
    }

    @Override
    public boolean canAccept(ServerConsumer consumer, MessageReference reference) {
        PatternQueue queue = queues.get(consumer.getQueue().getName());
        return queue == null || queue.mayDeliver(consumer, reference);
    }
}
