package dev.keyhole.artemis;

/** Why the adapter refuses something without asking a module, or although a module granted it. */
enum Refusal {
    WILDCARD("patterns are for subscriptions, not for messages or for queues that readers share"),
    CONTENT_FILTER("the grant has a content filter, and the broker can't enforce it"),
    SELECT_LIST("the grant has a select list, and the broker can't enforce it"),
    INTERNAL_ADDRESS("it is an address of the broker's own"),
    NO_CANONICAL_NAME("the address has no name that is the same in all protocols"),
    POINT_TO_POINT("the address has a queue that its readers share, and no subscriptions"),
    FOREIGN_QUEUE("the queue belongs to another user, or to none"),
    QUEUE_AS_TARGET("messages are sent to topics, not to the queue of one subscriber"),
    QUEUE_IN_FILTER("subscriptions are to topics, not to queues"),
    SHARED_QUEUE("a queue that all readers of its address share isn't deleted by one of them"),
    FOREIGN_SESSION("the client id belongs to the session of another user"),
    FORBIDDEN_WILL("the last will may not be sent"),
    BROKERS_CHANNEL("the channel is for brokers among themselves"),
    NO_SESSION("it needs a session, and a session needs a logon"),
    MANAGEMENT("the broker isn't managed by messages on this transport, only by the acceptor 'amps-admin'"),
    ONLY_MANAGEMENT("by the acceptor 'amps-admin' the broker is managed and nothing else, as far as that is granted");

    private final String reason;

    Refusal(String reason) {
        this.reason = reason;
    }

    /** For operators. */
    String reason() {
        return reason;
    }
}
