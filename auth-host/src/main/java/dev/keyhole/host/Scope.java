package dev.keyhole.host;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

/** Whom an operator's action concerns: everybody, or only one transport, one bound user name, or both. */
public final class Scope {

    private static final Scope ALL = new Scope(Optional.empty(), Optional.empty());

    private final Optional<String> transport;
    private final Optional<String> user;

    private Scope(Optional<String> transport, Optional<String> user) {
        this.transport = transport;
        this.user = user;
    }

    public static Scope all() {
        return ALL;
    }

    /** This scope, on one transport only. */
    public Scope onTransport(String name) {
        return new Scope(Optional.of(requireNonNull(name)), user);
    }

    /** This scope, for one bound user name only; the empty name means those who are anonymous. */
    public Scope forUser(String userName) {
        return new Scope(transport, Optional.of(requireNonNull(userName)));
    }

    public Optional<String> transport() {
        return transport;
    }

    public Optional<String> user() {
        return user;
    }

    @Override
    public String toString() {
        return transport.map(name -> "transport " + name).orElse("all transports")
                + user.map(name -> ", user " + name).orElse("");
    }
}
