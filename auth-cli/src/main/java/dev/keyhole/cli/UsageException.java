package dev.keyhole.cli;

/** The command line asks for something that can't be. The message says what, and never shows a password. */
final class UsageException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    UsageException(String message) {
        super(message);
    }

    UsageException(String message, Throwable cause) {
        super(message, cause);
    }
}
