package dev.keyhole.service;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * How the service does Digest authentication.
 *
 * @param algorithms that are offered, and for which new passwords get a digest hash
 * @param nonceLifetime after which a client has to answer a new challenge
 * @param userHash whether clients are asked to give a hash instead of the name
 */
public record DigestSettings(Set<DigestAlgorithm> algorithms, Duration nonceLifetime, boolean userHash) {

    /** SHA-256 only; nonces of five minutes; names in the clear. */
    public static final DigestSettings USUAL =
            new DigestSettings(EnumSet.of(DigestAlgorithm.SHA_256), Duration.ofMinutes(5), false);

    private static final Duration LONGEST = Duration.ofHours(1);

    public DigestSettings {
        algorithms = Set.copyOf(algorithms);
    }

    /** The strongest first. */
    List<DigestAlgorithm> byStrength() {
        return algorithms.stream().sorted().toList();
    }

    /** What is wrong with them; empty if nothing is. */
    List<String> problems() {
        List<String> problems = new ArrayList<>();
        if (algorithms.isEmpty()) {
            problems.add("Digest needs an algorithm");
        }
        if (nonceLifetime.toSeconds() < 1 || nonceLifetime.compareTo(LONGEST) > 0) {
            problems.add("nonces of Digest hold for " + nonceLifetime.toSeconds() + " s, but must for 1 to "
                    + LONGEST.toSeconds());
        }
        return problems;
    }
}
