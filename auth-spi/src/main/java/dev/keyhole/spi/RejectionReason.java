package dev.keyhole.spi;

/** Why a module doesn't let a client in, as far as a client may know it. */
public enum RejectionReason {
    /** The credentials aren't those of the user, or there is no such user. A client can't tell which. */
    BAD_CREDENTIALS,
    /** The module wants an explicit logon; this one was implicit. */
    LOGON_REQUIRED,
    /** The module wants a user name; there was none. */
    USER_NAME_REQUIRED,
    /** The request can't be right, for instance a user name with control characters. */
    MALFORMED_REQUEST,
    /** The user is known, and isn't welcome here. */
    NOT_PERMITTED
}
