package dev.keyhole.service;

import java.util.LinkedHashMap;
import java.util.Map;

/** A request of an administrator that isn't done, and why. Undoes the transaction it is thrown in. */
final class Refusal extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int status;

    @SuppressWarnings("serial") // never serialised
    private final Map<String, Object> details = new LinkedHashMap<>();

    /** @param message for the administrator: what is wrong, and what to do */
    Refusal(int status, String message) {
        super(message, null, false, false);
        this.status = status;
    }

    /** Adds a field to the answer. */
    Refusal with(String name, Object value) {
        details.put(name, value);
        return this;
    }

    int status() {
        return status;
    }

    /** The answer's body. */
    Map<String, Object> body() {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("status", status);
        body.put("error", String.valueOf(getMessage()));
        body.putAll(details);
        return body;
    }
}
