package dev.keyhole.spi;

/** Where in a configuration an option may stand. */
public enum Place {
    /** In the {@code Module} element: a default for every use of the module. */
    MODULE,
    /** In an {@code Authentication} block. */
    AUTHENTICATION,
    /** In an {@code Entitlement} block. */
    ENTITLEMENT,
    /** In an {@code Authenticator} block. */
    AUTHENTICATOR
}
