package dev.keyhole.host.engine;

import dev.keyhole.spi.AuthenticationContext;
import dev.keyhole.spi.ConnectionInfo;

/** One module of a transport's authentication chain. */
final class AuthenticationUse {

    private final Registration<AuthenticationContext> registration;

    AuthenticationUse(Registration<AuthenticationContext> registration) {
        this.registration = registration;
    }

    String module() {
        return registration.site().module();
    }

    Registration<AuthenticationContext> registration() {
        return registration;
    }

    Dialogue dialogue(ConnectionInfo connection) {
        return new Dialogue(registration, connection);
    }

    void resetUser(String userName) {
        registration.tell(context -> context.resetUser(userName));
    }
}
