package dev.keyhole.http;

import dev.keyhole.spi.HostServices;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;

/** Lets a line that anybody could bring about into the log once a minute. Thread-safe. */
final class OncePerMinute {

    private static final long INTERVAL = Duration.ofMinutes(1).toNanos();

    private final HostServices host;
    private final AtomicLong silentUntil;
    private final AtomicLong unsaid = new AtomicLong();

    OncePerMinute(HostServices host) {
        this.host = host;
        this.silentUntil = new AtomicLong(host.nanoTime());
    }

    /** Asks whether to write the line now. If so, says how many weren't written since the last one; else empty. */
    OptionalLong turn() {
        long now = host.nanoTime();
        long until = silentUntil.get();
        if (now - until < 0 || !silentUntil.compareAndSet(until, now + INTERVAL)) {
            unsaid.incrementAndGet();
            return OptionalLong.empty();
        }
        return OptionalLong.of(unsaid.getAndSet(0));
    }
}
