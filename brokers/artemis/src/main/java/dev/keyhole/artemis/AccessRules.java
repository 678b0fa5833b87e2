package dev.keyhole.artemis;

import dev.keyhole.artemis.AddressName.Topic;
import dev.keyhole.host.Decision;
import dev.keyhole.spi.Operation;
import dev.keyhole.spi.Permission;
import dev.keyhole.spi.Resource;
import java.util.function.BooleanSupplier;
import org.apache.activemq.artemis.core.security.CheckType;
import org.apache.activemq.artemis.utils.CompositeAddress;

/** Translates what the broker asks permission for into what the host decides. Thread-safe. */
final class AccessRules {

    private final AddressNames names;
    private final QueueOwners owners;
    private final ManagementRules management;
    private final RefusalLog log;

    AccessRules(AddressNames names, QueueOwners owners, ManagementRules management, RefusalLog log) {
        this.names = names;
        this.management = management;
        this.owners = owners;
        this.log = log;
    }

    /**
     * Decides one of the broker's checks, waiting for modules if need be.
     *
     * @param target an address, or an address and a queue as {@code address::queue}
     */
    boolean allows(ClientConnection client, CheckType check, String target) {
        String address = CompositeAddress.extractAddressName(target);
        String queue = CompositeAddress.isFullyQualified(target) ? CompositeAddress.extractQueueName(target) : "";
        if (client.isClosed()) {
            // Nothing happens on a closed connection any more, but that its last will is sent.
            boolean sends = check == CheckType.SEND || check == CheckType.CREATE_ADDRESS;
            return sends && queue.isEmpty() && client.mayLeaveWill(address);
        }
        if (client.isForManagement()) {
            return client.owner()
                    .map(owner -> management.allows(client, owner, check, address, queue))
                    .orElse(false);
        }
        return client.owner()
                .map(owner -> names.of(address)
                        .match(
                                topic -> decide(new Question(client, owner, check, topic, address, queue)),
                                unusable -> unusable.refusal() == Refusal.WILDCARD
                                        ? decideOnPattern(client, owner, check, address, queue)
                                        : log.refused(
                                                client,
                                                check.name(),
                                                target,
                                                unusable.refusal().reason())))
                .orElse(false);
    }

    private record Question(
            ClientConnection client, Owner owner, CheckType check, Topic topic, String address, String queue) {
        boolean ownQueueOfAddress() {
            return queue.equals(address);
        }
    }

    private boolean decide(Question question) {
        return switch (question.check()) {
            case SEND ->
                question.queue().isEmpty()
                        ? isGranted(question, question.client().sending())
                        : refuse(question, Refusal.QUEUE_AS_TARGET);
            case CONSUME, BROWSE ->
                owners.mayRead(question.address(), question.queue(), question.owner())
                        ? isGranted(question, Permission.READ)
                        : refuse(question, Refusal.FOREIGN_QUEUE);
            case CREATE_DURABLE_QUEUE, CREATE_NON_DURABLE_QUEUE -> mayCreateQueue(question);
            case DELETE_DURABLE_QUEUE, DELETE_NON_DURABLE_QUEUE -> mayDeleteQueue(question);
            // The broker makes and removes addresses as clients come to use them, in either direction.
            case CREATE_ADDRESS, DELETE_ADDRESS -> isUsable(question);
            case MANAGE, VIEW, EDIT -> refuse(question, Refusal.MANAGEMENT);
        };
    }

    /**
     * Decides about a subscription to a pattern. Whether the messages may be read is decided for each topic, before they go
     * out; see {@link PatternQueue}.
     */
    private boolean decideOnPattern(
            ClientConnection client, Owner owner, CheckType check, String address, String queue) {
        return names.ofPattern(address)
                .match(
                        topic -> decideOnPattern(new Question(client, owner, check, topic, address, queue)),
                        unusable -> log.refused(
                                client,
                                check.name(),
                                address,
                                unusable.refusal().reason()));
    }

    private boolean decideOnPattern(Question question) {
        return switch (question.check()) {
            case CREATE_ADDRESS, DELETE_ADDRESS -> mayStand(question);
            case CREATE_DURABLE_QUEUE, CREATE_NON_DURABLE_QUEUE ->
                question.ownQueueOfAddress()
                        ? refuse(question, Refusal.WILDCARD)
                        : mayCreateQueue(question, () -> mayStand(question));
            case CONSUME, BROWSE ->
                owners.isOwner(question.queue(), question.owner())
                        ? mayStand(question)
                        : refuse(question, Refusal.FOREIGN_QUEUE);
            case DELETE_DURABLE_QUEUE, DELETE_NON_DURABLE_QUEUE -> mayDeleteQueue(question);
            case SEND -> refuse(question, Refusal.WILDCARD);
            case MANAGE, VIEW, EDIT -> refuse(question, Refusal.MANAGEMENT);
        };
    }

    /** A limited grant is one, too: it is for each topic to say what may be read of it. */
    private static boolean mayStand(Question question) {
        return question.client()
                        .check(Permission.READ, question.topic().resource(), Operation.SUBSCRIBE_PATTERN)
                        .outcome()
                == Decision.Outcome.GRANTED;
    }

    private boolean mayCreateQueue(Question question) {
        // Who sends to a queue of the point-to-point kind makes it, if nobody has read from it yet.
        return mayCreateQueue(
                question,
                () -> question.ownQueueOfAddress() ? isUsable(question) : isGranted(question, Permission.READ));
    }

    private boolean mayCreateQueue(Question question, BooleanSupplier entitlement) {
        if (owners.isForeign(question.queue(), question.owner())) {
            return refuse(question, Refusal.FOREIGN_QUEUE);
        }
        boolean granted = entitlement.getAsBoolean();
        if (granted) {
            owners.claim(question.queue(), question.owner());
        }
        return granted;
    }

    private boolean mayDeleteQueue(Question question) {
        if (owners.isOwner(question.queue(), question.owner())) {
            return true;
        }
        return refuse(question, question.ownQueueOfAddress() ? Refusal.SHARED_QUEUE : Refusal.FOREIGN_QUEUE);
    }

    /**
     * Whether the client may read or write the topic. Which of the two it wants to do isn't known yet; it is checked when
     * the client does it.
     */
    private boolean isUsable(Question question) {
        Resource resource = question.topic().resource();
        Decision write = question.client().probe(question.client().sending(), resource);
        if (write.isGrantedInFull()) {
            return true;
        }
        Decision read = question.client().probe(Permission.READ, resource);
        return read.isGrantedInFull()
                || refuse(
                        question,
                        "it may be neither read (" + describe(read) + ") nor written (" + describe(write) + ")");
    }

    private static String describe(Decision decision) {
        return switch (decision.outcome()) {
            case GRANTED -> limitOf(decision).reason();
            case DENIED -> "denied: " + decision.explanation().detail();
            case UNAVAILABLE -> "unavailable: " + decision.explanation().detail();
        };
    }

    private boolean isGranted(Question question, Permission permission) {
        Decision decision = question.client().check(permission, question.topic().resource());
        if (decision.isGrantedInFull()) {
            return true;
        }
        return decision.outcome() == Decision.Outcome.GRANTED && refuse(question, limitOf(decision));
    }

    private static Refusal limitOf(Decision grant) {
        return grant.filter().isEmpty() ? Refusal.SELECT_LIST : Refusal.CONTENT_FILTER;
    }

    private boolean refuse(Question question, Refusal refusal) {
        return refuse(question, refusal.reason());
    }

    private boolean refuse(Question question, String reason) {
        String target = question.queue().isEmpty()
                ? question.address()
                : CompositeAddress.toFullyQualified(question.address(), question.queue());
        return log.refused(question.client(), question.check().name(), target, reason);
    }
}
