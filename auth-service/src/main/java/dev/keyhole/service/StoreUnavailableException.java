package dev.keyhole.service;

/** A store couldn't be asked. That is neither yes nor no: the answer is 503. Why is logged by the store itself. */
public final class StoreUnavailableException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public StoreUnavailableException(String message) {
        super(message);
    }
}
