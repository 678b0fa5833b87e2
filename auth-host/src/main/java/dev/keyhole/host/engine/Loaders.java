package dev.keyhole.host.engine;

import java.util.function.Supplier;

/** Calls a module with its own class loader as that of the thread, which is where many libraries look for things. */
final class Loaders {

    private Loaders() {}

    static <T> T with(ClassLoader loader, Supplier<T> action) {
        Thread current = Thread.currentThread();
        ClassLoader before = current.getContextClassLoader();
        current.setContextClassLoader(loader);
        try {
            return action.get();
        } finally {
            current.setContextClassLoader(before);
        }
    }
}
