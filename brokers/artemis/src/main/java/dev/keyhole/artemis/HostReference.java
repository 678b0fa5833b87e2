package dev.keyhole.artemis;

import dev.keyhole.host.Host;
import java.util.concurrent.atomic.AtomicReference;

/** The host that judges new connections. Those that it let in stay its own. Thread-safe. */
final class HostReference {

    private final AtomicReference<Host> current;

    HostReference(Host host) {
        this.current = new AtomicReference<>(host);
    }

    Host get() {
        return current.get();
    }

    /** Has another host judge from now on; the one before is closed, and its connections with it. */
    void exchange(Host next) {
        current.getAndSet(next).close();
    }
}
