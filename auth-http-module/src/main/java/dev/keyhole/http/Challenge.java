package dev.keyhole.http;

import java.security.SecureRandom;
import java.util.Optional;
import org.apache.hc.client5.http.auth.AuthScheme;

/** How a service wants to be shown credentials. Thread-safe; holds nothing of any user. */
sealed interface Challenge permits BasicChallenge, DigestChallenge {

    /** The higher the better the password is kept. */
    int strength();

    /** Whether the credentials were not refused, and only the challenge that they answered was too old. */
    boolean isStale();

    /** Why these credentials can't be sent this way; for operators. Empty if they can. */
    Optional<String> obstacle(Credentials credentials);

    /** What writes the {@code Authorization} header of one request. */
    AuthScheme scheme(Credentials credentials, SecureRandom random);

    /** The challenge to answer next after a success that came with this {@code Authentication-Info}. */
    Challenge after(String authenticationInfo);
}
