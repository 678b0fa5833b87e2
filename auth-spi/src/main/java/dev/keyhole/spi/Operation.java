package dev.keyhole.spi;

/**
 * What a client is doing when a check is made. A permission says what has to be granted; the operation tells modules
 * that care about it how the question came up.
 */
public enum Operation {
    LOGON,
    /** Subscribes to, or queries, one topic by name. */
    SUBSCRIBE,
    /**
     * Subscribes to a pattern; the resource's name is the pattern's text. A grant lets the subscription stand and says
     * nothing of the topics that match: each is checked, as {@link #RECEIVE}, before its first message is delivered.
     */
    SUBSCRIBE_PATTERN,
    /** Is about to be delivered a message of the topic. */
    RECEIVE,
    PUBLISH,
    REPLICATE,
    ADMIN;

    /** The operation that a permission on a resource is asked for most of the time. */
    public static Operation usualFor(Permission permission, ResourceType type) {
        return switch (type) {
            case LOGON, REPLICATION_LOGON -> LOGON;
            case ADMIN -> ADMIN;
            case TOPIC ->
                switch (permission) {
                    case LOGON -> LOGON;
                    case READ -> SUBSCRIBE;
                    case WRITE -> PUBLISH;
                    case REPLICATE -> REPLICATE;
                };
        };
    }
}
