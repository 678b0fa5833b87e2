package dev.keyhole.http.client;

import dev.keyhole.spi.ModuleUnavailableException;
import java.util.Optional;
import java.util.function.IntPredicate;

/** Sends requests to one service as long as its breaker lets them through, and tells the breaker how they went. Thread-safe. */
public final class ServiceClient {

    private final RequestSender sender;
    private final CircuitBreaker breaker;
    private final IntPredicate isFault;

    /**
     * @param isFault which status means that the service fails
     */
    public ServiceClient(RequestSender sender, CircuitBreaker breaker, IntPredicate isFault) {
        this.sender = sender;
        this.breaker = breaker;
        this.isFault = isFault;
    }

    /**
     * @param calls where the request is listed while it runs
     * @throws TransientFaultException if there was trouble with the connection, the time was over, or the service fails
     * @throws ServiceDownException if the service isn't asked for now
     * @throws ModuleUnavailableException if the answer can't be used, or the context was closed
     * @throws InterruptedException if the thread was interrupted
     */
    public WebAnswer send(WebRequest request, InFlight calls) throws InterruptedException, TransientFaultException {
        Optional<String> open = breaker.begin();
        ServiceMeters meters = breaker.meters();
        if (open.isPresent()) {
            meters.unsent();
            throw down(request, open.get());
        }
        long begin = breaker.nanoTime();
        boolean judged = false;
        try {
            WebAnswer answer = sender.send(request, calls);
            if (isFault.test(answer.status())) {
                throw new TransientFaultException("it answered " + answer.status());
            }
            breaker.answered();
            meters.answered(breaker.nanoTime() - begin);
            judged = true;
            return answer;
        } catch (TransientFaultException e) {
            breaker.failed(e.description());
            meters.failed(breaker.nanoTime() - begin);
            judged = true;
            throw e;
        } finally {
            if (!judged) {
                breaker.abandoned();
                meters.ended(breaker.nanoTime() - begin);
            }
        }
    }

    /**
     * The fault that a caller sees.
     *
     * @param why for operators
     */
    public ServiceDownException down(WebRequest request, String why) {
        return new ServiceDownException(
                "no " + sender.wanted() + " from " + request.host().toURI() + ": " + why);
    }
}
