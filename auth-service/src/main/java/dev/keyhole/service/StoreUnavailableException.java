package dev.keyhole.service;

/** A store couldn't be asked. That is neither yes nor no: the answer is 503. Why is logged by the store itself. */
final class StoreUnavailableException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    StoreUnavailableException(String message) {
        super(message);
    }
}
