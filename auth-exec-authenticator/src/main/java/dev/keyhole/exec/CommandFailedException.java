package dev.keyhole.exec;

import dev.keyhole.spi.ModuleUnavailableException;

/** A run of the command that gave no token. The message says why, and never holds what it printed to standard output. */
final class CommandFailedException extends ModuleUnavailableException {

    private static final long serialVersionUID = 1L;

    CommandFailedException(String message) {
        super(message);
    }

    CommandFailedException(String message, Throwable cause) {
        super(message, cause);
    }
}
