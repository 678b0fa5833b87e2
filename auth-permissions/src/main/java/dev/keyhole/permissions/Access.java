package dev.keyhole.permissions;

/**
 * What an entry says of one permission.
 *
 * @param granted whether it is given at all
 * @param filter the content filter it is given with; empty if there is none
 */
record Access(boolean granted, String filter) {

    static final Access NONE = new Access(false, "");
    static final Access FULL = new Access(true, "");

    static Access filtered(String filter) {
        return new Access(true, filter);
    }

    boolean isFiltered() {
        return !filter.isEmpty();
    }
}
