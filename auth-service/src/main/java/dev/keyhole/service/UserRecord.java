package dev.keyhole.service;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;

/**
 * A user of a store.
 *
 * @param hash of the password
 * @param groups in the order in which they count
 */
record UserRecord(String name, String hash, boolean enabled, List<String> groups) {

    UserRecord {
        groups = List.copyOf(groups);
    }

    /** Another one whenever anything has changed, the password too: each hash has its own salt. */
    String entityTag() {
        String all = String.join("\0", name, hash, Boolean.toString(enabled), String.join("\0", groups));
        return '"' + EntityTags.digest(all.getBytes(UTF_8)) + '"';
    }

    /** Not even a hash is for logs. */
    @Override
    public String toString() {
        return "UserRecord[" + name + ", " + (enabled ? "enabled" : "disabled") + ", groups " + groups + "]";
    }
}
