package dev.keyhole.artemis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import dev.keyhole.host.HostSettings.NameStyle;
import java.util.Set;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.core.config.Configuration;
import org.apache.activemq.artemis.core.config.WildcardConfiguration;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.postoffice.impl.LocalQueueBinding;
import org.apache.activemq.artemis.core.server.ActiveMQServer;
import org.apache.activemq.artemis.core.server.MessageReference;
import org.apache.activemq.artemis.core.server.Queue;
import org.apache.activemq.artemis.core.server.ServerConsumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PatternDeliveriesTest {

    private final Configuration configuration = new ConfigurationImpl();
    private final BrokerReference broker = new BrokerReference();
    private final PatternDeliveries deliveries =
            new PatternDeliveries(new AddressNames(NameStyle.SLASH, new WildcardConfiguration(), Set.of()), broker);

    @BeforeEach
    void start() {
        ActiveMQServer server = mock();
        when(server.getConfiguration()).thenReturn(configuration);
        broker.registered(server);
    }

    private static Queue queue(String address) {
        Queue queue = mock();
        when(queue.getName()).thenReturn(SimpleString.of("queue of " + address));
        when(queue.getAddress()).thenReturn(SimpleString.of(address));
        return queue;
    }

    private static LocalQueueBinding binding(Queue queue) {
        LocalQueueBinding binding = mock();
        SimpleString address = queue.getAddress();
        SimpleString name = queue.getName();
        when(binding.getAddress()).thenReturn(address);
        when(binding.getUniqueName()).thenReturn(name);
        when(binding.getQueue()).thenReturn(queue);
        return binding;
    }

    private boolean isAccepted(Queue queue) throws Exception {
        ServerConsumer consumer = mock();
        when(consumer.getQueue()).thenReturn(queue);
        MessageReference message = mock();
        return configuration.getBrokerMessagePlugins().get(0).canAccept(consumer, message);
    }

    @Test
    void isNotToldOfMessagesBeforeThereIsAPattern() {
        add(binding(queue("desk.fx")));
        assertThat(configuration.getBrokerMessagePlugins()).isEmpty();
    }

    private void add(LocalQueueBinding binding) {
        deliveries.beforeAddBinding(binding);
        deliveries.afterAddBinding(binding);
    }

    @Test
    void letsNothingOutOfAQueueThatTheBrokerKnowsBeforeItDoes() throws Exception {
        LocalQueueBinding pattern = binding(queue("desk.#"));
        deliveries.beforeAddBinding(pattern);

        assertThat(isAccepted(pattern.getQueue())).isFalse();
    }

    @Test
    void letsNothingOutThatItFailsToCheck() throws Exception {
        Queue queue = queue("desk.fx");
        add(binding(queue("desk.#")));
        when(queue.getName()).thenThrow(new IllegalStateException("as meant")).thenReturn(SimpleString.of("broken"));

        assertThat(isAccepted(queue)).isFalse();
    }

    @Test
    void letsNothingOutOfAQueueWhoseBindingIsGone() throws Exception {
        LocalQueueBinding pattern = binding(queue("desk.#"));
        add(pattern);
        deliveries.afterRemoveBinding(pattern, null, true);

        assertThat(isAccepted(pattern.getQueue())).isFalse();
        assertThat(isAccepted(queue("desk.fx"))).isTrue();
    }
}
