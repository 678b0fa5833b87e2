package dev.keyhole.artemis;

import dev.keyhole.artemis.AddressName.Unusable;
import dev.keyhole.host.Decision;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.activemq.artemis.core.config.WildcardConfiguration;
import org.apache.activemq.artemis.core.protocol.mqtt.MQTTUtil;
import org.apache.activemq.artemis.utils.CompositeAddress;

/** What has to be decided about MQTT before the broker's own handler sees a packet. Thread-safe. */
final class MqttRules {

    private final AddressNames names;
    private final WildcardConfiguration syntax;
    private final BrokerReference broker;
    private final QueueOwners owners;
    private final MqttSessions sessions;
    private final RefusalLog log;

    MqttRules(
            AddressNames names,
            WildcardConfiguration syntax,
            BrokerReference broker,
            QueueOwners owners,
            MqttSessions sessions,
            RefusalLog log) {
        this.names = names;
        this.syntax = syntax;
        this.broker = broker;
        this.owners = owners;
        this.sessions = sessions;
        this.log = log;
    }

    /** Whether queues can be named after a client id; one that looks like an address and a queue would confuse them. */
    boolean isUsableClientId(String clientId) {
        return !clientId.contains(CompositeAddress.SEPARATOR);
    }

    /**
     * Takes the session of a client id for a client that is logged on.
     *
     * @return false if the session is somebody else's
     */
    boolean claimSession(ClientConnection client, String clientId) {
        boolean resumed = sessions.isKnown(clientId);
        Optional<Owner> claimed = client.owner().filter(owner -> sessions.claim(clientId, owner));
        claimed.filter(owner -> resumed).ifPresent(owner -> dropLostSubscriptions(client, clientId, owner));
        return claimed.isPresent() || log.refused(client, "CONNECT", clientId, Refusal.FOREIGN_SESSION.reason());
    }

    /**
     * What bears the name of a subscription's queue may be another queue by now. The broker would take it for the old one,
     * and delete it if the client may not read from it.
     */
    private void dropLostSubscriptions(ClientConnection client, String clientId, Owner owner) {
        broker.mqttSubscriptions(clientId).forEach((filter, queue) -> {
            if (broker.hasQueue(queue) && !owners.isOwner(queue, owner)) {
                broker.forgetMqttSubscription(clientId, filter);
                log.refused(client, "RESUME", filter, Refusal.FOREIGN_QUEUE.reason());
            }
        });
    }

    /** Takes the session of a client that gave no client id, once the broker has made one up. */
    void adoptSession(ClientConnection client, String clientId) {
        client.owner().ifPresent(owner -> sessions.adopt(clientId, owner));
    }

    void releaseSession(String clientId) {
        sessions.release(clientId);
    }

    /** Decides whether a client that is logged on may leave a last will; the broker then sends it when its time comes. */
    CompletionStage<Boolean> judgeWill(ClientConnection client, String topic) {
        if (CompositeAddress.isFullyQualified(topic)) {
            return CompletableFuture.completedFuture(
                    log.refused(client, "CONNECT", topic, Refusal.QUEUE_AS_TARGET.reason()));
        }
        return names.ofMqttTopic(topic)
                .match(
                        name -> client.checkAsync(client.sending(), name.resource())
                                .thenApply(Decision::isGrantedInFull)
                                .thenApply(granted -> leaveWill(client, topic, granted)),
                        unusable -> CompletableFuture.completedFuture(refuseWill(client, topic, unusable)));
    }

    private boolean leaveWill(ClientConnection client, String topic, boolean granted) {
        if (!granted) {
            return log.refused(client, "CONNECT", topic, Refusal.FORBIDDEN_WILL.reason());
        }
        client.allowWill(names.toAddress(topic));
        return true;
    }

    private boolean refuseWill(ClientConnection client, String topic, Unusable name) {
        return log.refused(client, "CONNECT", topic, name.refusal().reason());
    }

    /**
     * Whether the broker may see a subscription at all. It decides later, and by other means, whether the topic may be
     * read; here it is about queues.
     *
     * <p>A subscription for which the broker would take a queue that isn't the client's own, by its name or because the
     * address has such queues only, it would refuse if the client may not read from that, and delete the queue with all
     * its messages on this occasion. One that names a queue after its topic it would accept, and delete that queue,
     * whosever it is, when the session ends.
     */
    boolean maySubscribe(ClientConnection client, String clientId, String filter) {
        if (CompositeAddress.isFullyQualified(filter)) {
            return log.refused(client, "SUBSCRIBE", filter, Refusal.QUEUE_IN_FILTER.reason());
        }
        String queue;
        String address;
        try {
            queue = MQTTUtil.getCoreQueueFromMqttTopic(filter, clientId, syntax);
            address = names.toAddress(
                    MQTTUtil.decomposeSharedSubscriptionTopicFilter(filter).getB());
        } catch (StringIndexOutOfBoundsException e) {
            // A shared subscription without a topic. The broker fails over it, too, and closes the connection.
            return true;
        }
        if (client.owner().filter(owner -> owners.isOwner(queue, owner)).isPresent()) {
            return true;
        }
        if (broker.hasQueue(queue)) {
            return log.refused(client, "SUBSCRIBE", filter, Refusal.FOREIGN_QUEUE.reason());
        }
        return !broker.isPointToPoint(address)
                || log.refused(client, "SUBSCRIBE", filter, Refusal.POINT_TO_POINT.reason());
    }
}
