package dev.keyhole.service;

/**
 * The digest hash of a user who may log on.
 *
 * @param hash {@code H(user:realm:password)}, in lower-case hexadecimal digits: whoever has it can log on with Digest
 */
public record StoredDigest(String user, String hash) {

    /** Not even a hash is for logs. */
    @Override
    public String toString() {
        return "StoredDigest[" + user + ", ***]";
    }
}
