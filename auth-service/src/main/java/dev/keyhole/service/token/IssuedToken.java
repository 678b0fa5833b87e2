package dev.keyhole.service.token;

import dev.keyhole.spi.Secret;
import java.time.Duration;
import java.time.Instant;

/**
 * A token as its owner is given it.
 *
 * @param token the token itself
 * @param starts when it was issued, in whole seconds
 * @param expires when it ends, in whole seconds
 * @param leeway how much longer it may be taken
 */
record IssuedToken(Secret token, Instant starts, Instant expires, Duration leeway) {

    String toJson() {
        return "{\"token\":\"" + token.reveal() + "\",\"starts\":" + starts.getEpochSecond() + ",\"expires\":"
                + expires.getEpochSecond() + ",\"ttl\":" + (expires.getEpochSecond() - starts.getEpochSecond())
                + ",\"leeway\":" + leeway.toSeconds() + "}\n";
    }
}
