package dev.keyhole.permissions;

/**
 * A permissions document that can't be used. The message says what is wrong, where, and what to do; of the document
 * itself it shows nothing but the way to the place, and parts of a pattern if it is a pattern that is wrong.
 */
public final class InvalidDocumentException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String pointer;
    private final int line;
    private final int column;

    InvalidDocumentException(String message, String pointer, int line, int column) {
        super(message + " (at " + (pointer.isEmpty() ? "the root" : Text.printable(pointer)) + ", line " + line
                + ", column " + column + ")");
        this.pointer = pointer;
        this.line = line;
        this.column = column;
    }

    /** JSON Pointer (RFC 6901) of the value that is wrong; the empty one is the document itself. */
    public String pointer() {
        return pointer;
    }

    /** From 1. */
    public int line() {
        return line;
    }

    /** From 1; counts characters, not bytes. */
    public int column() {
        return column;
    }
}
