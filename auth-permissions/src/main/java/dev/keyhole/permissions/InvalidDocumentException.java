package dev.keyhole.permissions;

/** A permissions document that can't be used. The message says what is wrong and where, and shows nothing else of it. */
public final class InvalidDocumentException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String pointer;
    private final int line;
    private final int column;

    InvalidDocumentException(String message, String pointer, int line, int column) {
        super(message + " (at " + (pointer.isEmpty() ? "the root" : pointer) + ", line " + line + ", column " + column
                + ")");
        this.pointer = pointer;
        this.line = line;
        this.column = column;
    }

    /** JSON Pointer (RFC 6901) of the value that is wrong. */
    public String pointer() {
        return pointer;
    }

    /** From 1. */
    public int line() {
        return line;
    }

    /** From 1. */
    public int column() {
        return column;
    }
}
