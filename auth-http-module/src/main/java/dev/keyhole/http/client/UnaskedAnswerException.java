package dev.keyhole.http.client;

import org.apache.hc.core5.http.NoHttpResponseException;

/** There is something on a connection that nobody asked for, so the request wasn't sent. */
final class UnaskedAnswerException extends NoHttpResponseException {

    private static final long serialVersionUID = 1L;

    private final boolean kept;

    /**
     * @param kept whether the connection has served a request before; what is on a new one is likely to be on the next one, too
     */
    UnaskedAnswerException(boolean kept) {
        super("there is an answer to a request that hasn't been sent");
        this.kept = kept;
    }

    boolean wasKept() {
        return kept;
    }
}
