package dev.keyhole.spi;

/** What a connection is there for. */
public enum ConnectionKind {
    /** An application that publishes and subscribes; its logon needs the {@code logon} entitlement. */
    APPLICATION,
    /** Another broker that replicates to this one; its logon needs the {@code replication_logon} entitlement. */
    REPLICATION,
    /** A user of the admin interface, where no {@code logon} entitlement exists. */
    ADMIN
}
