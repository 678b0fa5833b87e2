package dev.keyhole.service;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;

/**
 * A user of a store.
 *
 * @param hash of the password
 * @param groups in the order in which they count
 * @param revision another one whenever the password has changed; none yet in what is still to be written
 */
record UserRecord(String name, String hash, boolean enabled, List<String> groups, String revision) {

    UserRecord {
        groups = List.copyOf(groups);
    }

    UserRecord(String name, String hash, boolean enabled, List<String> groups) {
        this(name, hash, enabled, groups, "");
    }

    /**
     * Another one whenever anything has changed, the password too. It isn't made of the hash, which a store may replace by a
     * better one of the same password.
     */
    String entityTag() {
        String all = String.join("\0", name, revision, Boolean.toString(enabled), String.join("\0", groups));
        return '"' + EntityTags.digest(all.getBytes(UTF_8)) + '"';
    }

    /** Not even a hash is for logs. */
    @Override
    public String toString() {
        return "UserRecord[" + name + ", " + (enabled ? "enabled" : "disabled") + ", groups " + groups + "]";
    }
}
