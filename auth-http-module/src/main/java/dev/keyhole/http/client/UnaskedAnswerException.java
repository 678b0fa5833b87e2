package dev.keyhole.http.client;

import org.apache.hc.core5.http.NoHttpResponseException;

/** There is something on a connection that nobody asked for, so the request wasn't sent. */
final class UnaskedAnswerException extends NoHttpResponseException {

    private static final long serialVersionUID = 1L;

    UnaskedAnswerException() {
        super("there is an answer to a request that hasn't been sent");
    }
}
