package dev.keyhole.host.engine;

import dev.keyhole.host.DisconnectListener;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Has the broker close a connection: once, and not if it has closed it itself. */
final class Farewell {

    private static final Logger LOG = LoggerFactory.getLogger("dev.keyhole.host");

    private final DisconnectListener listener;
    private final EngineParts engine;
    private final AtomicBoolean said = new AtomicBoolean();
    private volatile boolean brokerClosed;
    private @Nullable Future<?> pending;

    Farewell(DisconnectListener listener, EngineParts engine) {
        this.listener = listener;
        this.engine = engine;
    }

    void now(String reason) {
        if (!brokerClosed && said.compareAndSet(false, true)) {
            engine.workers().tell(() -> say(reason));
        }
    }

    /** Leaves the broker some time to close the connection itself. */
    synchronized void in(Duration grace, String reason) {
        if (!brokerClosed) {
            pending = engine.time().schedule(grace, () -> now(reason));
        }
    }

    synchronized void brokerClosed() {
        brokerClosed = true;
        Future<?> timer = pending;
        if (timer != null) {
            timer.cancel(false);
        }
    }

    private void say(String reason) {
        if (brokerClosed) {
            return;
        }
        try {
            listener.disconnect(reason);
        } catch (Throwable failure) {
            Faults.rethrowIfFatal(failure);
            LOG.warn("The broker failed to close a connection ({})", reason, failure);
        }
    }
}
