package dev.keyhole.service;

import io.javalin.config.RoutesConfig;
import java.time.Clock;
import java.util.concurrent.Executor;

/** A part of the service with paths of its own. */
public interface RouteGroup {

    /**
     * Adds the paths. Called once, before the service listens. Handlers are called concurrently, and may block for as
     * long as the store does.
     *
     * @throws dev.keyhole.spi.ConfigurationException if the part can't do its work; the service doesn't start then
     */
    void addTo(RoutesConfig routes, Parts parts);

    /**
     * What the parts of a service share.
     *
     * @param callers the one way to find out who asks
     * @param passwords the one way to find out whether a password is right
     * @param executor the threads of the service, for what goes on after something was waited for
     */
    record Parts(Store store, Callers callers, PasswordCheck passwords, Executor executor, Clock clock) {}
}
