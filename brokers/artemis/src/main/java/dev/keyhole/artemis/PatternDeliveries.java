package dev.keyhole.artemis;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.core.filter.Filter;
import org.apache.activemq.artemis.core.postoffice.Binding;
import org.apache.activemq.artemis.core.postoffice.impl.LocalQueueBinding;
import org.apache.activemq.artemis.core.server.ActiveMQServer;
import org.apache.activemq.artemis.core.server.MessageReference;
import org.apache.activemq.artemis.core.server.Queue;
import org.apache.activemq.artemis.core.server.ServerConsumer;
import org.apache.activemq.artemis.core.server.plugin.ActiveMQServerBindingPlugin;
import org.apache.activemq.artemis.core.server.plugin.ActiveMQServerConsumerPlugin;
import org.apache.activemq.artemis.core.server.plugin.ActiveMQServerMessagePlugin;
import org.apache.activemq.artemis.core.transaction.Transaction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has every message for a subscription to a pattern checked before it goes out. Thread-safe.
 *
 * <p>Before the first such subscription it doesn't ask the broker to be told of messages: that costs about a thirtieth of what
 * the broker does for one that isn't persistent.
 */
final class PatternDeliveries implements ActiveMQServerBindingPlugin, ActiveMQServerConsumerPlugin {

    private static final Logger log = LoggerFactory.getLogger(PatternDeliveries.class);

    private final AddressNames names;
    private final BrokerReference broker;
    private final Map<SimpleString, PatternQueue> queues = new ConcurrentHashMap<>();
    private final Inspector inspector = new Inspector();

    /** Sees each message before a consumer gets it. */
    private final class Inspector implements ActiveMQServerMessagePlugin {

        @Override
        public boolean canAccept(ServerConsumer consumer, MessageReference reference) {
            Queue source = consumer.getQueue();
            try {
                PatternQueue queue = queues.get(source.getName());
                // Without one, a queue of a pattern is about to go, or hasn't quite come.
                return queue == null
                        ? !names.isPattern(source.getAddress().toString())
                        : queue.mayDeliver(consumer, reference);
            } catch (Throwable failure) {
                // The broker would take whatever is thrown for a yes.
                log.error("queue {}: a message stays where it is, as it can't be checked", source.getName(), failure);
                return false;
            }
        }
    }

    PatternDeliveries(AddressNames names, BrokerReference broker) {
        this.names = names;
        this.broker = broker;
    }

    @Override
    public void unregistered(ActiveMQServer server) {
        server.getConfiguration().unRegisterBrokerPlugin(inspector);
    }

    /** Before the broker knows the queue, so that nothing gets out of it unseen. */
    @Override
    public void beforeAddBinding(Binding binding) {
        if (names.isPattern(binding.getAddress().toString())) {
            broker.tellOfMessages(inspector);
        }
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
}
