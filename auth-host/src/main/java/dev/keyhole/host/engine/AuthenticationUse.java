package dev.keyhole.host.engine;

import dev.keyhole.spi.AuthenticationContext;
import dev.keyhole.spi.ConnectionInfo;
import dev.keyhole.spi.LogonRequest;
import java.util.Optional;
import java.util.concurrent.Executor;

/** One module of a transport's authentication chain. */
final class AuthenticationUse {

    private final Registration<AuthenticationContext> registration;
    private final SharedLogons shared;

    AuthenticationUse(Registration<AuthenticationContext> registration, Workers workers) {
        this.registration = registration;
        this.shared = new SharedLogons(registration, workers);
    }

    String module() {
        return registration.site().module();
    }

    Registration<AuthenticationContext> registration() {
        return registration;
    }

    /**
     * Has the module judge a logon together with others that are the same to it.
     *
     * @param threads where the module is called if that is now
     * @return empty if it is to be judged by itself
     * @throws dev.keyhole.spi.ModuleUnavailableException if the host is closing
     */
    Optional<Asked<Dialogue.Reply>> together(ConnectionInfo connection, LogonRequest request, Executor threads) {
        return shared.ask(connection, request, threads);
    }

    Dialogue dialogue(ConnectionInfo connection) {
        return new Dialogue(registration, connection);
    }

    void resetUser(String userName) {
        registration.reset(context -> context.resetUser(userName));
    }
}
