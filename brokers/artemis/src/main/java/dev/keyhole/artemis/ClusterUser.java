package dev.keyhole.artemis;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import java.security.MessageDigest;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.activemq.artemis.core.config.Configuration;
import org.jspecify.annotations.Nullable;

/**
 * Whom other brokers of the same cluster log on as. The broker itself lets this user do anything, and asks nobody; so it gets in
 * only by transports that are declared to be for brokers, too. Immutable.
 */
final class ClusterUser {

    /** What a transport's {@code Protocol} says, beside its protocols, if other brokers come in by it. */
    private static final String DECLARATION = "cluster";

    /** The user of a transport that isn't for brokers. */
    static final ClusterUser NOBODY = new ClusterUser(Optional.empty());

    private record Named(String userName, String password) {
        Named {
            requireNonNull(userName);
            requireNonNull(password);
        }

        /** Shows neither. */
        @Override
        public String toString() {
            return "Named";
        }
    }

    private final Optional<Named> named;

    private ClusterUser(Optional<Named> named) {
        this.named = named;
    }

    /** The one that a broker's settings name. */
    static ClusterUser of(Configuration configuration) {
        String userName = configuration.getClusterUser();
        String password = configuration.getClusterPassword();
        return userName == null || password == null
                ? NOBODY
                : new ClusterUser(Optional.of(new Named(userName, password)));
    }

    /** Whether a transport is for brokers, too. */
    static boolean isDeclaredIn(String protocol) {
        return Stream.of(protocol.split(",", -1))
                .anyMatch(word -> word.strip().toLowerCase(Locale.ROOT).equals(DECLARATION));
    }

    /** Whether these are its credentials. */
    boolean is(@Nullable String userName, @Nullable String password) {
        return userName != null
                && password != null
                && named.filter(user -> user.userName().equals(userName)
                                && MessageDigest.isEqual(user.password().getBytes(UTF_8), password.getBytes(UTF_8)))
                        .isPresent();
    }
}
