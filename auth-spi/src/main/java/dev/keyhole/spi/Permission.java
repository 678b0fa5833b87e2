package dev.keyhole.spi;

/** What is asked for on a resource. */
public enum Permission {
    /** To be there at all: the one permission of {@link ResourceType#LOGON} and {@link ResourceType#REPLICATION_LOGON}. */
    LOGON,
    READ,
    WRITE,
    /** To write as a replication source; topics only. */
    REPLICATE
}
