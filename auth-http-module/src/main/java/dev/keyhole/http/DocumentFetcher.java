package dev.keyhole.http;

import dev.keyhole.http.client.InFlight;
import dev.keyhole.http.client.ServiceClient;
import dev.keyhole.http.client.TransientFaultException;
import dev.keyhole.http.client.WebAnswer;
import dev.keyhole.http.client.WebRequest;
import dev.keyhole.permissions.DocumentPool;
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
    private final ServiceClient client;
    private final Service service;
    private final int retries;
    private final DocumentPool documents;
    private final InFlight calls;

    /**
     * @param documents reads what is fetched
     * @param calls where requests are listed while they run
     */
    DocumentFetcher(
            HostServices host,
            ServiceClient client,
            Service service,
            int retries,
            DocumentPool documents,
            InFlight calls) {
        this.documents = documents;
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
     * Gets the document of a logon, with its credentials.
     *
     * @throws ModuleUnavailableException if there is no telling
     * @throws InterruptedException if the thread was interrupted
     */
    Fetched fetch(Question question) throws InterruptedException {
        return retrying(question.request(), () -> ask(question));
    }

    /**
     * Gets a document without any credentials.
     *
     * @throws ModuleUnavailableException if there is no telling
     * @throws InterruptedException if the thread was interrupted
     */
    Fetched fetchOpenly(WebRequest request) throws InterruptedException {
        return retrying(request, () -> {
            WebAnswer answer = send(request);
            if (answer.isUnauthorized()) {
                throw new ModuleUnavailableException(
                        "the service asks for credentials, and with EntitlementOnly there are none");
            }
            return judge(answer);
        });
    }

    private interface Try {
        Fetched run() throws InterruptedException, TransientFaultException;
    }

    private Fetched retrying(WebRequest request, Try attempts) throws InterruptedException {
        for (int attempt = 0; ; attempt++) {
            try {
                return attempts.run();
            } catch (TransientFaultException e) {
                if (attempt == retries) {
                    throw client.down(request, e.description());
                }
            }
            pause(attempt);
        }
    }

    private WebAnswer send(WebRequest request) throws InterruptedException, TransientFaultException {
        return client.send(request, calls);
    }

    private Fetched ask(Question question) throws InterruptedException, TransientFaultException {
        if (question.authorized()) {
            return judge(send(question.request()));
        }
        Optional<Challenge> known = service.challenge();
        return known.isPresent() ? authenticate(question, known.get()) : makeContact(question);
    }

    private Fetched makeContact(Question question) throws InterruptedException, TransientFaultException {
        WebAnswer answer = send(question.request());
        if (answer.isOk() && !question.passwordInHeaders()) {
            service.forget();
            throw new ModuleUnavailableException("the service does not ask for credentials: it gives "
                    + question.request().host().toURI() + " away without any, so every password would be right");
        }
        if (!answer.isUnauthorized()) {
            return judge(answer);
        }
        if (question.passwordInHeaders()
                && Challenges.read(answer.challenges()).strongest().isEmpty()) {
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
        WebAnswer answer = show(question, challenge);
        if (answer.isUnauthorized()) {
            Optional<Challenge> next = service.challengedAgain(challenge, answer.challenges());
            if (next.isPresent()) {
                return judge(show(question, next.get()));
            }
        }
        return judge(answer);
    }

    private WebAnswer show(Question question, Challenge challenge)
            throws InterruptedException, TransientFaultException {
        WebAnswer answer = send(question.request().with(challenge.scheme(question.credentials(), host.random())));
        if (answer.isOk()) {
            service.accepted(challenge, answer.authenticationInfo());
        }
        return answer;
    }

    /** What the status of an answer means, once the service has seen the credentials. */
    private Fetched judge(WebAnswer answer) {
        int status = answer.status();
        return switch (status) {
            case 200 -> new Fetched.Document(parse(answer.body()));
            case 401, 404, 410 ->
                new Fetched.Refused(RejectionReason.BAD_CREDENTIALS, "the service answered " + status);
            case 403 -> new Fetched.Refused(RejectionReason.NOT_PERMITTED, "the service answered 403");
            default -> throw unexpected(status);
        };
    }

    private static ModuleUnavailableException unexpected(int status) {
        String hint = status >= 300 && status < 400 ? ", a redirect; redirects are not followed" : "";
        return new ModuleUnavailableException("the service answered " + status + hint);
    }

    private PermissionsDocument parse(byte[] body) {
        try {
            return documents.parse(body);
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
