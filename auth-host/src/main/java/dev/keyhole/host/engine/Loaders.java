package dev.keyhole.host.engine;

/** Calls a module with its own class loader as that of the thread, which is where many libraries look for things. */
final class Loaders {

    private Loaders() {}

    static void run(ClassLoader loader, Runnable action) {
        Thread current = Thread.currentThread();
        ClassLoader before = current.getContextClassLoader();
        current.setContextClassLoader(loader);
        try {
            action.run();
        } finally {
            current.setContextClassLoader(before);
        }
    }
}
