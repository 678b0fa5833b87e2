package dev.keyhole.cli;

import static java.util.Objects.requireNonNull;

/**
 * What a broker answered to a client.
 *
 * @param kind in which way
 * @param words for a person: the broker's reason, with its code where it has one
 */
record Reply(Kind kind, String words) {

    /** The ways in which a broker answers, or doesn't. */
    enum Kind {
        ACCEPTED,
        /** The broker said no. */
        REFUSED,
        /** There was no answer, or none that says yes or no. */
        FAILED
    }

    static final Reply ACCEPTED = new Reply(Kind.ACCEPTED, "accepted");

    Reply {
        requireNonNull(kind);
        requireNonNull(words);
    }

    static Reply refused(String words) {
        return new Reply(Kind.REFUSED, words);
    }

    static Reply failed(String words) {
        return new Reply(Kind.FAILED, words);
    }

    boolean isAccepted() {
        return kind == Kind.ACCEPTED;
    }
}
