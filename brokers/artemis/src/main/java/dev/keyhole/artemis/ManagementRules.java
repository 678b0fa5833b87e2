package dev.keyhole.artemis;

import dev.keyhole.host.Decision;
import dev.keyhole.spi.Permission;
import dev.keyhole.spi.Resource;
import java.util.regex.Pattern;
import org.apache.activemq.artemis.core.config.Configuration;
import org.apache.activemq.artemis.core.security.CheckType;

/**
 * Says what those may do who came in to manage the broker: ask it things and tell it things by messages, and get its answers in
 * queues of their own. Nothing else; who manages the broker doesn't read and write topics on the same connection.
 * Thread-safe.
 */
final class ManagementRules {

    /** What has to be granted, in paths that the {@code admin} entries of a permissions document are about. */
    static final String PATH = "/artemis/management";

    /** Who waits for an answer makes a queue with such a name, which nobody can guess. */
    private static final Pattern REPLY_QUEUE =
            Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}(:\\d+)?");

    /** A resource whose path could be read in more ways than one has none. */
    private static final Pattern AMBIGUOUS = Pattern.compile("[/;%\\\\]");

    private final String managementAddress;
    private final String prefix;
    private final boolean eachResource;
    private final QueueOwners owners;
    private final RefusalLog log;

    /**
     * @param configuration of the broker; only read
     */
    ManagementRules(Configuration configuration, QueueOwners owners, RefusalLog log) {
        this.managementAddress = configuration.getManagementAddress().toString();
        this.prefix = configuration.getManagementRbacPrefix() + ".";
        this.eachResource = configuration.isManagementMessageRbac();
        this.owners = owners;
        this.log = log;
    }

    /**
     * Decides one of the broker's checks, waiting for modules if need be.
     *
     * @param queue empty if the check is about an address alone
     */
    boolean allows(ClientConnection client, Owner owner, CheckType check, String address, String queue) {
        boolean allowed =
                switch (check) {
                    case MANAGE -> mayManage(client, address);
                    case VIEW -> mayTouch(client, Permission.READ, address);
                    case EDIT -> mayTouch(client, Permission.WRITE, address);
                    case SEND -> queue.isEmpty() && (owners.isOwner(address, owner) || mayManage(client, address));
                    case CREATE_NON_DURABLE_QUEUE -> mayMakeReplyQueue(owner, address, queue);
                    case CREATE_ADDRESS, DELETE_ADDRESS -> isForReplies(address) || mayManage(client, address);
                    case CONSUME, BROWSE, DELETE_NON_DURABLE_QUEUE -> owners.isOwner(queue, owner);
                    case CREATE_DURABLE_QUEUE, DELETE_DURABLE_QUEUE -> false;
                };
        return allowed || log.refused(client, check.name(), address, Refusal.ONLY_MANAGEMENT.reason());
    }

    private boolean mayMakeReplyQueue(Owner owner, String address, String queue) {
        boolean allowed = queue.equals(address) && isForReplies(address) && !owners.isForeign(queue, owner);
        if (allowed) {
            owners.claim(queue, owner);
        }
        return allowed;
    }

    private boolean isForReplies(String address) {
        String own = managementAddress + ".";
        return REPLY_QUEUE
                .matcher(address.startsWith(own) ? address.substring(own.length()) : address)
                .matches();
    }

    /** Where the broker checks each resource later, it takes less to get that far. */
    private boolean mayManage(ClientConnection client, String address) {
        return address.equals(managementAddress)
                && isGranted(client, eachResource ? Permission.READ : Permission.WRITE, PATH);
    }

    private boolean mayTouch(ClientConnection client, Permission permission, String address) {
        return address.startsWith(prefix)
                && !AMBIGUOUS.matcher(address).find()
                && isGranted(client, permission, PATH + "/" + address.substring(prefix.length()));
    }

    private static boolean isGranted(ClientConnection client, Permission permission, String path) {
        Decision decision = client.check(permission, Resource.admin(path));
        return decision.isGrantedInFull();
    }
}
