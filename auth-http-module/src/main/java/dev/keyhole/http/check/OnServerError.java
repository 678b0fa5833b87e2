package dev.keyhole.http.check;

/** What an answer with a status of 500 to 599 comes to. */
enum OnServerError {
    /** What the response mode says: no opinion in {@link ResponseMode#STATUS}, else no. */
    CONTRACT,
    DENY,
    ABSTAIN,
    /** As if there were no answer: {@link OnError} says what then, and the breaker counts it. */
    FAULT
}
