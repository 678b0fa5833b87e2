package dev.keyhole.host.engine;

import dev.keyhole.spi.ModuleUnavailableException;
import java.util.concurrent.CompletionException;

/** What went wrong in a module, in words for operators. */
final class Faults {

    private Faults() {}

    /** The fault itself, without what futures wrap it in. */
    static Throwable cause(Throwable failure) {
        return failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
    }

    /** Whether a module says so itself, instead of failing in a way that nobody foresaw. */
    static boolean isExpected(Throwable fault) {
        return fault instanceof ModuleUnavailableException || fault instanceof InterruptedException;
    }

    /** A module's own message if it gave one on purpose; else also what kind of failure it is. */
    static String text(Throwable fault) {
        if (fault instanceof InterruptedException) {
            return "the call was interrupted";
        }
        String message = fault.getMessage();
        if (fault instanceof ModuleUnavailableException && message != null) {
            return message;
        }
        return message == null ? fault.getClass().getName() : fault.getClass().getName() + ": " + message;
    }

    /** Rethrows what no program can go on after. */
    static void rethrowIfFatal(Throwable fault) {
        if (fault instanceof VirtualMachineError error && !(fault instanceof StackOverflowError)) {
            throw error;
        }
    }
}
