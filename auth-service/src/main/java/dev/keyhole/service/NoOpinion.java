package dev.keyhole.service;

/** Of what the service may say that it has no opinion, so that a broker asks whoever comes next. */
public enum NoOpinion {
    /** Users whom the store doesn't know. Who is disabled is known, and denied. */
    UNKNOWN_USERS,
    /** Users who have no document, nor has their group. */
    NO_DOCUMENT,
    /** What no entry of the user's document says anything about. */
    NO_RULE
}
