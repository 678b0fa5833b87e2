package dev.keyhole.host.engine;

import dev.keyhole.spi.AuthenticationContext;
import dev.keyhole.spi.ConnectionInfo;
import dev.keyhole.spi.Identity;
import java.util.concurrent.atomic.AtomicBoolean;

/** An identity that a module gave, which it is told of once more when it is no longer in use. */
final class Lease {

    private final ConnectionInfo connection;
    private final Identity identity;
    private final AuthenticationContext context;
    private final Opening<AuthenticationContext> opening;
    private final Notices notices;
    private final AtomicBoolean released = new AtomicBoolean();

    /** Only while the opening is in use, which it then stays until the release. */
    Lease(
            ConnectionInfo connection,
            Identity identity,
            AuthenticationContext context,
            Opening<AuthenticationContext> opening,
            Notices notices) {
        this.connection = connection;
        this.identity = identity;
        this.context = context;
        this.opening = opening;
        this.notices = notices;
        this.entered = opening.tryEnter();
    }

    private final boolean entered;

    Identity identity() {
        return identity;
    }

    /** Idempotent; doesn't block. */
    void release() {
        if (released.compareAndSet(false, true)) {
            notices.tell(() -> {
                try {
                    context.released(connection, identity);
                } finally {
                    if (entered) {
                        opening.leave();
                    }
                }
            });
        }
    }
}
