package dev.keyhole.token;

import dev.keyhole.spi.ConnectionInfo;
import dev.keyhole.spi.HostServices;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;

/** Closes a connection when its token ends, by the time of day: a clock that is set doesn't shift the end. Thread-safe. */
final class Countdown implements AutoCloseable {

    /** Also the longest time for which a clock that was set forward keeps a connection open. */
    private static final Duration LONGEST_WAIT = Duration.ofHours(1);

    private final HostServices host;
    private final ConnectionInfo connection;
    private final Instant end;
    private Future<?> next = CompletableFuture.completedFuture("nothing");
    private boolean closed;

    private Countdown(HostServices host, ConnectionInfo connection, Instant end) {
        this.host = host;
        this.connection = connection;
        this.end = end;
    }

    static Countdown start(HostServices host, ConnectionInfo connection, Instant end) {
        Countdown countdown = new Countdown(host, connection, end);
        countdown.tick();
        return countdown;
    }

    private synchronized void tick() {
        if (closed) {
            return;
        }
        Instant now = host.clock().instant();
        if (now.isBefore(end)) {
            Duration left = Duration.between(now, end);
            next = host.schedule(left.compareTo(LONGEST_WAIT) < 0 ? left : LONGEST_WAIT, this::tick);
        } else {
            closed = true;
            host.disconnect(connection.id(), "the token of the logon has expired");
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        next.cancel(false);
    }
}
