package dev.keyhole.service;

import dev.keyhole.spi.Secret;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What is kept of a new password.
 *
 * @param digest empty if the service doesn't do Digest: no digest hashes are kept then
 * @param realm the service's; a digest hash is good for one realm
 */
public record PasswordSettings(HashSettings hashes, Optional<DigestSettings> digest, String realm) {

    /** bcrypt, and no digest hashes. */
    public static final PasswordSettings USUAL = new PasswordSettings(HashSettings.USUAL, Optional.empty(), "Keyhole");

    /** The algorithms for which a digest hash is kept, the strongest first. */
    List<DigestAlgorithm> algorithms() {
        return digest.map(DigestSettings::byStrength).orElse(List.of());
    }

    /** The digest hashes of a password. */
    Map<DigestAlgorithm, String> digests(String user, Secret password) {
        return algorithms().stream()
                .collect(Collectors.toMap(
                        Function.identity(), algorithm -> algorithm.digestHash(user, realm, password)));
    }

    /** Makes everything that is kept of a new password. Takes its time. */
    NewPassword keep(String user, Secret password) {
        byte[] bytes = password.toBytes();
        try {
            return new NewPassword(new PasswordHashes().hash(bytes, hashes), digests(user, password), realm);
        } finally {
            Arrays.fill(bytes, (byte) 0);
        }
    }
}
