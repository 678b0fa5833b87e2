package dev.keyhole.service;

import dev.keyhole.service.DigestVerifier.Finding;
import io.javalin.http.Context;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Digest authentication of requests. Thread-safe. */
final class RequestDigests {

    private final DigestVerifier verifier;
    private final Forwarders forwarders;
    private final Metrics metrics;
    private final String retryAfter;

    /** @param retryAfter seconds after which who was braked may try again */
    RequestDigests(DigestVerifier verifier, Forwarders forwarders, Metrics metrics, long retryAfter) {
        this.verifier = verifier;
        this.forwarders = forwarders;
        this.metrics = metrics;
        this.retryAfter = Long.toString(retryAfter);
    }

    /** See {@link DigestVerifier#challenges}. */
    List<String> challenges(boolean stale) {
        return verifier.challenges(stale);
    }

    /**
     * Finds out who makes a request, and answers it.
     *
     * @param header that {@linkplain DigestCredentials#isDigest is} for Digest
     * @param known given the user's name, answers the request; that user may log on
     * @param challenge answers with a challenge; given whether the last one was only too old
     * @throws StoreUnavailableException if the store of users can't be asked
     */
    void identify(Context request, String header, Consumer<String> known, Consumer<Boolean> challenge) {
        long began = System.nanoTime();
        Optional<DigestCredentials> credentials = DigestCredentials.parse(header);
        if (credentials.isEmpty()) {
            challenge.accept(false);
            return;
        }
        Finding finding = verifier.verify(
                credentials.get(), request.req().getMethod(), target(request), forwarders.origin(request.req()));
        AccessLog.claimed(request.req(), finding.user());
        Optional<Verification> logon =
                switch (finding.outcome()) {
                    case ACCEPTED -> Optional.of(Verification.ACCEPTED);
                    case REJECTED -> Optional.of(Verification.REJECTED);
                    case BRAKED -> Optional.of(Verification.BRAKED);
                    case STALE, MISDIRECTED -> Optional.empty();
                };
        logon.ifPresent(outcome -> metrics.logon(outcome, System.nanoTime() - began));
        switch (finding.outcome()) {
            case ACCEPTED -> known.accept(finding.user());
            case REJECTED -> challenge.accept(false);
            case STALE -> challenge.accept(true);
            case MISDIRECTED -> Answers.error(request, 400, "the credentials were made for another request");
            case BRAKED -> {
                request.header("Retry-After", retryAfter);
                Answers.error(request, 429, "there were too many failed logons; try again later");
            }
        }
    }

    private static String target(Context request) {
        String query = request.req().getQueryString();
        return request.req().getRequestURI() + (query == null ? "" : "?" + query);
    }
}
