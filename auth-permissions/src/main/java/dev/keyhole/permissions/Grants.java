package dev.keyhole.permissions;

/**
 * What one entry grants.
 *
 * @param select the fields that may be read; empty for all
 */
record Grants(Access read, Access write, Access replicate, String select) {

    static final Grants REPLICATION = new Grants(Access.NONE, Access.NONE, Access.FULL, "");

    private static final Grants NOTHING = new Grants(Access.NONE, Access.NONE, Access.NONE, "");
    private static final Grants READING = new Grants(Access.FULL, Access.NONE, Access.NONE, "");
    private static final Grants WRITING = new Grants(Access.NONE, Access.FULL, Access.NONE, "");
    private static final Grants BOTH = new Grants(Access.FULL, Access.FULL, Access.NONE, "");

    /** What an entry of a permission list grants; the same object for what most of them do. */
    static Grants of(Access read, Access write, String select) {
        if (read.isFiltered() || write.isFiltered() || !select.isEmpty()) {
            return new Grants(read, write, Access.NONE, select);
        }
        if (read.granted()) {
            return write.granted() ? BOTH : READING;
        }
        return write.granted() ? WRITING : NOTHING;
    }

    boolean isAnything() {
        return read.granted() || write.granted() || replicate.granted();
    }
}
