package dev.keyhole.token;

/** The token is no good. Never leaves this room. */
final class InvalidTokenException extends Exception {

    private static final long serialVersionUID = 1L;

    /**
     * @param message for operators: what is wrong with it; nothing of what it holds that isn't verified
     */
    InvalidTokenException(String message) {
        super(message, null, false, false);
    }
}
