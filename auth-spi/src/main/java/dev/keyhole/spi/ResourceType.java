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
    ADMIN;

    /** Whether a permission can be asked for on a resource of this type. */
    public boolean allows(Permission permission) {
        return switch (this) {
            case LOGON, REPLICATION_LOGON -> permission == Permission.LOGON;
            case TOPIC -> permission != Permission.LOGON;
            case ADMIN -> permission == Permission.READ || permission == Permission.WRITE;
        };
    }
}
