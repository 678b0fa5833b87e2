package dev.keyhole.host.loader;

import java.util.concurrent.Callable;

/** Calls foreign code of which anything must be expected. */
final class Guarded {

    private Guarded() {}

    /**
     * Calls it with its own class loader as that of the thread.
     *
     * @param step what is called, for the message
     * @throws UnusableException for whatever it throws, but for a fault of the virtual machine itself
     */
    static <T> T call(ClassLoader loader, String step, Callable<T> code) throws UnusableException {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(loader);
        try {
            return code.call();
        } catch (UnusableException e) {
            throw e;
        } catch (StackOverflowError e) {
            throw new UnusableException(Fault.explain(e, step));
        } catch (VirtualMachineError e) {
            throw e;
        } catch (Exception | Error e) {
            throw new UnusableException(Fault.explain(e, step));
        } finally {
            thread.setContextClassLoader(before);
        }
    }
}
