package dev.keyhole.permissions;

/** A pattern that can't be used. The message says why, and at which character if it is one. */
final class InvalidPatternException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    InvalidPatternException(String message) {
        super(message);
    }

    /**
     * @param index of the character where the fault is, from 0
     */
    InvalidPatternException(String message, int index) {
        super(message + ", at character " + (index + 1) + " of the pattern");
    }
}
