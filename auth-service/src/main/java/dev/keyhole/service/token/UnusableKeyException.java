package dev.keyhole.service.token;

/** A key can't be used. Never leaves this package. */
final class UnusableKeyException extends Exception {

    private static final long serialVersionUID = 1L;

    /**
     * @param message for operators: why not; nothing of the key
     */
    UnusableKeyException(String message) {
        super(message, null, false, false);
    }
}
