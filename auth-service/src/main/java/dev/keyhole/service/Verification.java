package dev.keyhole.service;

/** What came of verifying a password. */
enum Verification {
    /** User and password belong together. */
    ACCEPTED,
    /** They don't, or there is no such user. */
    REJECTED,
    /** Too many wrong passwords came before; nothing was found out. */
    BRAKED,
    /** Too many from the same place are waiting; nothing was found out. */
    CROWDED,
    /** Too many others are waiting; nothing was found out. */
    OVERLOADED,
    /** It couldn't be found out. */
    FAILED
}
