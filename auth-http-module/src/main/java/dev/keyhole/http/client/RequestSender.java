package dev.keyhole.http.client;

import dev.keyhole.spi.ModuleUnavailableException;

/** Sends requests. Thread-safe. */
public interface RequestSender {

    /**
     * Sends a request and waits for the whole answer.
     *
     * @param calls where the request is listed while it runs
     * @throws TransientFaultException if there was trouble with the connection, or the time was over
     * @throws ModuleUnavailableException if the answer can't be used, or the context was closed
     * @throws InterruptedException if the thread was interrupted
     */
    WebAnswer send(WebRequest request, InFlight calls) throws InterruptedException, TransientFaultException;

    /** What messages call that which is asked for, for instance {@code document}. */
    String wanted();
}
