package dev.keyhole.spi;

import static java.util.Objects.requireNonNull;

/**
 * What a client sent to log on, or to answer a challenge.
 *
 * @param kind whether it is a logon command, the lack of one, or an answer
 * @param userName the name that the client gave; empty if none. The host has refused names with control characters
 * @param secret the password, token or answer; empty if none
 * @param correlationId what the client sent to tell its logons apart; empty if none
 */
public record LogonRequest(Kind kind, String userName, Secret secret, String correlationId) {

    /** How the request came about. */
    public enum Kind {
        /** The client sent a logon command, be it with an empty user name. */
        EXPLICIT,
        /** The client sent another command first; user name and secret are empty. */
        IMPLICIT,
        /** The client answered a challenge. */
        ANSWER
    }

    public LogonRequest {
        requireNonNull(kind);
        requireNonNull(userName);
        requireNonNull(secret);
        requireNonNull(correlationId);
        if (kind == Kind.IMPLICIT && !(userName.isEmpty() && secret.isEmpty())) {
            throw new IllegalArgumentException("an implicit logon has neither user name nor secret");
        }
    }

    public static LogonRequest explicit(String userName, Secret secret) {
        return new LogonRequest(Kind.EXPLICIT, userName, secret, "");
    }

    public static LogonRequest implicit() {
        return new LogonRequest(Kind.IMPLICIT, "", Secret.empty(), "");
    }

    public static LogonRequest answer(String userName, Secret secret) {
        return new LogonRequest(Kind.ANSWER, userName, secret, "");
    }

    public LogonRequest withCorrelationId(String id) {
        return new LogonRequest(kind, userName, secret, id);
    }
}
