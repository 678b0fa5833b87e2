package dev.keyhole.host.engine;

/**
 * A failure of a module as the log may show it. Its message may hold what a client sent, and a line end in that would let the
 * client write lines of the log.
 */
final class PrintableFailure extends Exception {

    private static final long serialVersionUID = 1L;
    private static final int MOST_CAUSES = 16;

    private PrintableFailure(Throwable failure) {
        super(failure.getClass().getName() + ": " + LogText.clean(String.valueOf(failure.getMessage())));
        setStackTrace(failure.getStackTrace());
    }

    /** The failure itself if nothing in it disturbs, else one that looks like it. */
    static Throwable of(Throwable failure) {
        boolean clean = true;
        Throwable last = failure;
        int causes = 0;
        for (Throwable each = failure; each != null && causes++ < MOST_CAUSES; each = each.getCause()) {
            String message = String.valueOf(each.getMessage());
            clean &= message.equals(LogText.clean(message)) && each.getSuppressed().length == 0;
            last = each;
        }
        if (clean && last.getCause() == null) {
            return failure;
        }
        return copy(failure, MOST_CAUSES);
    }

    private static PrintableFailure copy(Throwable failure, int causes) {
        PrintableFailure copy = new PrintableFailure(failure);
        Throwable cause = failure.getCause();
        if (cause != null && causes > 0) {
            copy.initCause(copy(cause, causes - 1));
        }
        return copy;
    }
}
