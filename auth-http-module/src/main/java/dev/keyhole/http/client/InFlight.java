package dev.keyhole.http.client;

import dev.keyhole.spi.ModuleUnavailableException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** What a context has to end when it is closed. Thread-safe. */
public final class InFlight implements AutoCloseable {

    private final Set<Runnable> endings = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    /**
     * @param ending what ends the call that begins now; may run on another thread, and after the call has ended
     * @throws ModuleUnavailableException if the context is closed
     */
    public void begin(Runnable ending) {
        endings.add(ending);
        if (closed) {
            endings.remove(ending);
            throw closedContext();
        }
    }

    public void end(Runnable ending) {
        endings.remove(ending);
    }

    /**
     * @throws ModuleUnavailableException if the context is closed
     */
    public void check() {
        if (closed) {
            throw closedContext();
        }
    }

    /** How many calls are under way. */
    public int size() {
        return endings.size();
    }

    private static ModuleUnavailableException closedContext() {
        return new ModuleUnavailableException("the web-service module is closed");
    }

    @Override
    public void close() {
        closed = true;
        endings.forEach(Runnable::run);
    }
}
