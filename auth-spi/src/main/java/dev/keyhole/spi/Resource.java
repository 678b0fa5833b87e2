package dev.keyhole.spi;

import static java.util.Objects.requireNonNull;

/**
 * What a check is about.
 *
 * @param type its kind
 * @param name canonical name of a topic, or path of an admin resource; empty for the two kinds of logon
 */
public record Resource(ResourceType type, String name) {

    private static final Resource LOGON = new Resource(ResourceType.LOGON, "");
    private static final Resource REPLICATION_LOGON = new Resource(ResourceType.REPLICATION_LOGON, "");

    public Resource {
        requireNonNull(type);
        requireNonNull(name);
        boolean named = type == ResourceType.TOPIC || type == ResourceType.ADMIN;
        if (!named && !name.isEmpty()) {
            throw new IllegalArgumentException(type + " has no name");
        }
    }

    public static Resource logon() {
        return LOGON;
    }

    public static Resource replicationLogon() {
        return REPLICATION_LOGON;
    }

    public static Resource topic(String name) {
        return new Resource(ResourceType.TOPIC, name);
    }

    public static Resource admin(String path) {
        return new Resource(ResourceType.ADMIN, path);
    }
}
