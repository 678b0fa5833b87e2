package dev.keyhole.simple;

/** Whether a module or a context is still open. Thread-safe. */
final class Lifetime {

    private volatile boolean closed;

    void close() {
        closed = true;
    }

    void requireOpen() {
        if (closed) {
            throw new IllegalStateException("it is closed");
        }
    }
}
