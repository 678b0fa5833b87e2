package dev.keyhole.spi;

/** Kinds of things that an entitlement can be about. */
public enum ResourceType {
    /** To be logged on as an application; has no name. */
    LOGON,
    /** To be logged on as a replication source; has no name. */
    REPLICATION_LOGON,
    /** A topic, queue or address, by its canonical name. */
    TOPIC,
    /** A path of the admin interface. */
    ADMIN
}
