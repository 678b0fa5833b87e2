package dev.keyhole.http.check;

/** What a fault comes to. */
enum OnError {
    /** The check is unavailable, which is a no, and no other module is asked. */
    DENY,
    /** The next module of the chain is asked. */
    ABSTAIN
}
