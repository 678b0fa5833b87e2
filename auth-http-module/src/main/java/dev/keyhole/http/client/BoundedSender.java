package dev.keyhole.http.client;

import dev.keyhole.spi.HostServices;
import dev.keyhole.spi.ModuleUnavailableException;
import java.time.Duration;

/**
 * Bounds how many requests are under way. Who comes when there are as many waits, within the time of its request. Thread-safe.
 */
public final class BoundedSender implements RequestSender {

    private final RequestSender sender;
    private final Bulkhead bulkhead;
    private final HostServices host;

    public BoundedSender(RequestSender sender, Bulkhead bulkhead, HostServices host) {
        this.sender = sender;
        this.bulkhead = bulkhead;
        this.host = host;
    }

    @Override
    public WebAnswer send(WebRequest request, InFlight calls) throws InterruptedException, TransientFaultException {
        long deadline = host.nanoTime() + request.timeout().toNanos();
        if (!bulkhead.enter(request.timeout(), calls)) {
            calls.check();
            throw noPlace(request);
        }
        try {
            Duration left = Duration.ofNanos(deadline - host.nanoTime());
            if (left.isNegative() || left.isZero()) {
                throw noPlace(request);
            }
            return sender.send(request.within(left), calls);
        } finally {
            bulkhead.leave();
        }
    }

    /** Says nothing about the service, but that it is slow for as many as ask. */
    private ModuleUnavailableException noPlace(WebRequest request) {
        return new ModuleUnavailableException(
                "no " + wanted() + " from " + request.host().toURI() + ": "
                        + bulkhead.places() + " requests are under way, and none of them ended within "
                        + request.timeout().toMillis() + " ms");
    }

    @Override
    public String wanted() {
        return sender.wanted();
    }
}
