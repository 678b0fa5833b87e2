package dev.keyhole.service;

/** What the service says of a single permission. */
enum Answer {
    YES,
    NO,
    /** The service has no opinion, and is configured to say so. */
    NONE;

    boolean isYes() {
        return this == YES;
    }

    /** The answer to both questions at once. */
    Answer and(Answer other) {
        if (this == NO || other == NO) {
            return NO;
        }
        return this == NONE || other == NONE ? NONE : YES;
    }
}
