package dev.keyhole.host;

/** Why a client isn't let in, as far as it may know. */
public enum LogonRefusal {
    BAD_CREDENTIALS,
    /** The transport wants an explicit logon. */
    LOGON_REQUIRED,
    USER_NAME_REQUIRED,
    MALFORMED_REQUEST,
    NOT_PERMITTED,
    /** The identity is known, and has no {@code logon} or {@code replication_logon} entitlement. */
    NOT_ENTITLED,
    /** Every module of the chain abstained. */
    NOBODY_DECIDED,
    /** A second logon, an answer without a challenge, or one under another name. */
    OUT_OF_ORDER,
    /** The connection is closed. */
    CLOSED
}
