package dev.keyhole.host.loader;

/** A provider can't be used. Its message completes a sentence that begins with the name of its class. */
final class UnusableException extends Exception {

    private static final long serialVersionUID = 1L;

    UnusableException(String message) {
        super(message);
    }
}
