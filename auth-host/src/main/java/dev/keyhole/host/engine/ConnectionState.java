package dev.keyhole.host.engine;

/** Where a connection is on its way, which leads downwards only. */
sealed interface ConnectionState {

    /** No logon yet. */
    record Fresh() implements ConnectionState {}

    /** A module, or the host, has the word. */
    record Judged(LogonAttempt attempt) implements ConnectionState {}

    /** The client has the word; after its answer it is judged again. */
    record Challenged(LogonAttempt attempt) implements ConnectionState {}

    record Bound(Session session) implements ConnectionState {}

    record Ended(String reason) implements ConnectionState {}
}
