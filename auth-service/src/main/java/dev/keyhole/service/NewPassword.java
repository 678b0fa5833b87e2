package dev.keyhole.service;

import java.util.Map;

/**
 * What is kept of a new password.
 *
 * @param digests for Digest; empty if the service doesn't do it
 * @param realm for which they are good
 */
record NewPassword(String hash, Map<DigestAlgorithm, String> digests, String realm) {

    NewPassword {
        digests = Map.copyOf(digests);
    }

    /** Digest hashes are as good as the password. */
    @Override
    public String toString() {
        return "NewPassword[***]";
    }
}
