package dev.keyhole.http;

import dev.keyhole.spi.ModuleUnavailableException;

/** The service can't be reached, is too slow, or says that it fails; it said nothing about the user. */
final class ServiceDownException extends ModuleUnavailableException {

    private static final long serialVersionUID = 1L;

    ServiceDownException(String message) {
        super(message);
    }
}
