package dev.keyhole.http.client;

/** No answer, or one that the next try may not get again: connection trouble, a time-out, a 5xx. */
public final class TransientFaultException extends Exception {

    private static final long serialVersionUID = 1L;

    private final String description;

    /**
     * @param message for operators; nothing in it that a user or the service wrote
     */
    public TransientFaultException(String message) {
        super(message);
        this.description = message;
    }

    public String description() {
        return description;
    }
}
