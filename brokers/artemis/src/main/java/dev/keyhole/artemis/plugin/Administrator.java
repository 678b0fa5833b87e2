package dev.keyhole.artemis.plugin;

import static java.util.Objects.requireNonNull;

import java.util.Set;

/**
 * Somebody who may use the web console, or JMX.
 *
 * @param userName the bound user name
 * @param roles the roles that were granted, at least one; what each may do is up to the broker ({@code management.xml})
 */
public record Administrator(String userName, Set<String> roles) {

    public Administrator {
        requireNonNull(userName);
        roles = Set.copyOf(roles);
    }
}
