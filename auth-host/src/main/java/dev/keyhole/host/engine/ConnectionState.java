package dev.keyhole.host.engine;

/**
 * Where a connection is on its way, which leads downwards only. A connection that is bound is in the state of its {@link
 * Session}: a check finds all it needs there.
 */
sealed interface ConnectionState
        permits ConnectionState.Fresh,
                ConnectionState.Judged,
                ConnectionState.Challenged,
                Session,
                ConnectionState.Ended {

    /** No logon yet. */
    record Fresh() implements ConnectionState {}

    /** A module, or the host, has the word. */
    record Judged(LogonAttempt attempt) implements ConnectionState {}

    /** The client has the word; after its answer it is judged again. */
    record Challenged(LogonAttempt attempt) implements ConnectionState {}

    record Ended(String reason) implements ConnectionState {}
}
