package dev.keyhole.service;

/**
 * What a password has to be compared with.
 *
 * @param hash of bcrypt ({@code $2y$10$...}) or Argon2id ({@code $argon2id$v=19$...})
 * @param decoy whether nobody has this hash: no password is right, but finding out takes the usual time
 * @param version another one whenever the store has changed, so that nothing remembered of an older one counts
 */
public record StoredPassword(String hash, boolean decoy, long version) {

    /** Not even a hash is for logs. */
    @Override
    public String toString() {
        return "StoredPassword[" + (decoy ? "decoy" : "***") + ", version " + version + "]";
    }
}
