package dev.keyhole.permissions;

/**
 * What one entry grants.
 *
 * @param select the fields that may be read; empty for all
 */
record Grants(Access read, Access write, Access replicate, String select) {

    static final Grants REPLICATION = new Grants(Access.NONE, Access.NONE, Access.FULL, "");

    boolean isAnything() {
        return read.granted() || write.granted() || replicate.granted();
    }
}
