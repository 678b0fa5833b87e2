package dev.keyhole.spi;

/**
 * Who may share a cached decision. A decision must depend on nothing beyond this scope, the resource, the permission and
 * the operation; else it says {@link Validity#notCached()}.
 */
public enum KeyScope {
    /** Everybody with the same bound user name. */
    USER,
    /** Everybody with the same bound user name and the same client name. */
    USER_AND_CLIENT,
    /** The one connection that the decision was made for. */
    CONNECTION
}
