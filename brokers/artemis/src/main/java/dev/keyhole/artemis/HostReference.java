package dev.keyhole.artemis;

import dev.keyhole.host.Host;

/** The host that judges new connections. Those that it let in stay its own. Thread-safe. */
final class HostReference {

    private volatile Host current;

    HostReference(Host host) {
        this.current = host;
    }

    Host get() {
        return current;
    }

    /** Has another host judge from now on; the one before is closed, and its connections with it. */
    void exchange(Host next) {
        Host before;
        synchronized (this) {
            before = current;
            current = next;
        }
        before.close();
    }
}
