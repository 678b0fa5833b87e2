package dev.keyhole.host;

/** Why a client isn't let in, as far as it may know. */
public enum LogonRefusal {
    BAD_CREDENTIALS,
    /** The transport wants an explicit logon. */
    LOGON_REQUIRED,
    USER_NAME_REQUIRED,
    /** A user name that can't be one, or an answer under another name than the logon's. */
    MALFORMED_REQUEST,
    NOT_PERMITTED,
    /** The identity is known, and has no {@code logon} or {@code replication_logon} entitlement. */
    NOT_ENTITLED,
    /** Every module of the chain abstained. */
    NOBODY_DECIDED,
    /**
     * A second logon, one during another, or an answer without a challenge. This one refusal changes nothing: the
     * connection stays as it is, with its identity if it has one.
     */
    OUT_OF_ORDER,
    /** The connection is closed. */
    CLOSED
}
