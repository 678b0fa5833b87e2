package dev.keyhole.spi;

/** Who may share a cached decision. */
public enum KeyScope {
    /** Everybody with the same bound user name. */
    USER,
    /** Everybody with the same bound user name and the same client name. */
    USER_AND_CLIENT,
    /** The one connection that the decision was made for. */
    CONNECTION
}
