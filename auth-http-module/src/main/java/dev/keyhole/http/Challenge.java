package dev.keyhole.http;

import java.util.Optional;
import org.apache.hc.client5.http.auth.AuthScheme;

/** How a service wants to be shown credentials. Thread-safe; holds nothing of any user. */
interface Challenge {

    /** Why these credentials can't be sent this way; for operators. Empty if they can. */
    Optional<String> obstacle(Credentials credentials);

    /** What writes the {@code Authorization} header of one request. */
    AuthScheme scheme(Credentials credentials);
}
