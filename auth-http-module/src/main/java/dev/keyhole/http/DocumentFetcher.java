package dev.keyhole.http;

import dev.keyhole.permissions.InvalidDocumentException;
import dev.keyhole.permissions.PermissionsDocument;
import dev.keyhole.spi.HostServices;
import dev.keyhole.spi.ModuleUnavailableException;
import dev.keyhole.spi.RejectionReason;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;

/**
 * Gets a document by the rules of first contact, authentication and retries. Thread-safe.
 *
 * <p>A service that isn't known is asked without credentials first, and has to want them: one that gives documents to
 * anybody would let anybody in.
 */
final class DocumentFetcher {

    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);

    private final HostServices host;
    private final WebClient client;
    private final Service service;
    private final int retries;
    private final InFlight calls;

    DocumentFetcher(HostServices host, WebClient client, Service service, int retries, InFlight calls) {
        this.host = host;
        this.client = client;
        this.service = service;
        this.retries = retries;
        this.calls = calls;
    }

    /**
     * One logon's question.
     *
     * @param request without authentication
     * @param credentials of the logon
     * @param passwordInHeaders whether the service sees the password in a header of the configuration
     * @param authorized whether such a header is {@code Authorization} itself
     */
    record Question(WebRequest request, Credentials credentials, boolean passwordInHeaders, boolean authorized) {}

    /**
     * @throws ModuleUnavailableException if there is no telling
     * @throws InterruptedException if the thread was interrupted
     */
    Fetched fetch(Question question) throws InterruptedException {
        for (int attempt = 0; ; attempt++) {
            try {
                return ask(question);
            } catch (TransientFaultException e) {
                if (attempt == retries) {
                    throw new ModuleUnavailableException(
                            "no document from " + question.request().host().toURI() + ": " + e.getMessage());
                }
            }
            pause(attempt);
        }
    }

    private Fetched ask(Question question) throws InterruptedException, TransientFaultException {
        if (question.authorized()) {
            return judge(client.get(question.request(), calls));
        }
        Optional<Challenge> known = service.challenge();
        return known.isPresent() ? authenticate(question, known.get()) : makeContact(question);
    }

    private Fetched makeContact(Question question) throws InterruptedException, TransientFaultException {
        WebAnswer answer = client.get(question.request(), calls);
        if (answer.isOk() && !question.passwordInHeaders()) {
            service.forget();
            throw new ModuleUnavailableException("the service does not ask for credentials: it gives "
                    + question.request().host().toURI() + " away without any, so every password would be right");
        }
        if (!answer.isUnauthorized()) {
            return judge(answer);
        }
        if (question.passwordInHeaders()
                && Challenges.strongest(answer.challenges()).isEmpty()) {
            return judge(answer);
        }
        return authenticate(question, service.challenged(answer.challenges()));
    }

    private Fetched authenticate(Question question, Challenge challenge)
            throws InterruptedException, TransientFaultException {
        Optional<String> obstacle = challenge.obstacle(question.credentials());
        if (obstacle.isPresent()) {
            return new Fetched.Refused(RejectionReason.MALFORMED_REQUEST, obstacle.get());
        }
        return judge(client.get(question.request().with(challenge.scheme(question.credentials())), calls));
    }

    /** What the status of an answer means, once the service has seen the credentials. */
    private static Fetched judge(WebAnswer answer) throws TransientFaultException {
        int status = answer.status();
        return switch (status) {
            case 200 -> new Fetched.Document(parse(answer.body()));
            case 401, 404, 410 ->
                new Fetched.Refused(RejectionReason.BAD_CREDENTIALS, "the service answered " + status);
            case 403 -> new Fetched.Refused(RejectionReason.NOT_PERMITTED, "the service answered 403");
            default -> throw unexpected(status);
        };
    }

    private static ModuleUnavailableException unexpected(int status) throws TransientFaultException {
        if (status >= 500 && status < 600) {
            throw new TransientFaultException("it answered " + status);
        }
        String hint = status >= 300 && status < 400 ? ", a redirect; redirects are not followed" : "";
        return new ModuleUnavailableException("the service answered " + status + hint);
    }

    private static PermissionsDocument parse(byte[] body) {
        try {
            return PermissionsDocument.parse(body);
        } catch (InvalidDocumentException e) {
            throw new ModuleUnavailableException("the document can't be used: " + e.getMessage());
        }
    }

    /** Twice as long each time, give or take a half, so that those who failed together don't come back together. */
    private void pause(int attempt) throws InterruptedException {
        Duration longest = FIRST_PAUSE.multipliedBy(1L << Math.min(attempt, 10));
        Duration pause = longest.compareTo(LONGEST_PAUSE) < 0 ? longest : LONGEST_PAUSE;
        long nanos = (long) (pause.toNanos() * (0.5 + host.random().nextDouble()));
        CountDownLatch over = new CountDownLatch(1);
        Runnable ending = over::countDown;
        calls.begin(ending);
        Future<?> timer = host.schedule(Duration.ofNanos(nanos), ending);
        try {
            over.await();
        } finally {
            timer.cancel(false);
            calls.end(ending);
        }
        calls.check();
    }
}
