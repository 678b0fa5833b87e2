package dev.keyhole.spi;

/** What a module can be used for. */
public enum Capability {
    /** It says who a connection is: the module of an {@code Authentication} block. */
    AUTHENTICATION,
    /** It says what an identity may do: the module of an {@code Entitlement} block. */
    ENTITLEMENT,
    /** It gives credentials to outgoing connections: the module of an {@code Authenticator} block. */
    AUTHENTICATOR
}
