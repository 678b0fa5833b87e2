package dev.keyhole.http.client;

import dev.keyhole.spi.ModuleUnavailableException;

/** The service can't be reached, is too slow, or says that it fails; it said nothing about the user. */
public final class ServiceDownException extends ModuleUnavailableException {

    private static final long serialVersionUID = 1L;

    public ServiceDownException(String message) {
        super(message);
    }
}
