package dev.keyhole.http.check;

import dev.keyhole.http.check.Superusers.Standing;
import dev.keyhole.http.client.Characters;
import dev.keyhole.spi.ChainTrait;
import dev.keyhole.spi.Coverage;
import dev.keyhole.spi.EntitlementContext;
import dev.keyhole.spi.EntitlementDecision;
import dev.keyhole.spi.EntitlementDecision.Abstained;
import dev.keyhole.spi.EntitlementDecision.Denied;
import dev.keyhole.spi.EntitlementDecision.Granted;
import dev.keyhole.spi.EntitlementRequest;
import dev.keyhole.spi.Explanation;
import dev.keyhole.spi.KeyScope;
import dev.keyhole.spi.ModuleUnavailableException;
import dev.keyhole.spi.Operation;
import dev.keyhole.spi.Permission;
import dev.keyhole.spi.Validity;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/** A use of the topic check: each question about a topic is a request. */
final class TopicCheck implements EntitlementContext {

    private static final EntitlementDecision LOGON =
            EntitlementDecision.granted(Explanation.of("the topic check knows topics only, and forbids no logon"));
    private static final EntitlementDecision OTHER =
            EntitlementDecision.denied(Explanation.of("the topic check knows topics only"));

    /** What may be given to those who ask at the same moment, and isn't kept. */
    private static final Duration MOMENT = Duration.ofNanos(1);

    private final CheckService service;
    private final URI path;
    private final Optional<URI> superuserPath;
    private final Superusers superusers;
    private final Lifetimes lifetimes;
    private final OnError onError;

    /**
     * @param path asked about topics
     * @param superuserPath asked about users before that; empty if there are no superusers
     */
    TopicCheck(
            CheckService service,
            URI path,
            Optional<URI> superuserPath,
            Superusers superusers,
            Lifetimes lifetimes,
            OnError onError) {
        this.service = service;
        this.path = path;
        this.superuserPath = superuserPath;
        this.superusers = superusers;
        this.lifetimes = lifetimes;
        this.onError = onError;
    }

    @Override
    public KeyScope keyScope() {
        return KeyScope.USER_AND_CLIENT;
    }

    @Override
    public Set<ChainTrait> chainTraits() {
        return service.chainTraits();
    }

    @Override
    public EntitlementDecision check(EntitlementRequest request) throws InterruptedException {
        service.calls().check();
        return switch (request.resource().type()) {
            case LOGON -> LOGON;
            case REPLICATION_LOGON, ADMIN -> OTHER;
            case TOPIC -> checkTopic(request);
        };
    }

    private EntitlementDecision checkTopic(EntitlementRequest request) throws InterruptedException {
        try {
            return ask(request);
        } catch (ModuleUnavailableException e) {
            service.calls().check();
            if (onError == OnError.DENY) {
                throw e;
            }
            return EntitlementDecision.abstained(
                    Explanation.of("'OnError' makes no opinion of this: " + e.getMessage()));
        }
    }

    private EntitlementDecision ask(EntitlementRequest request) throws InterruptedException {
        String userName = request.identity().userName();
        String client = request.connection().clientName();
        String topic = request.resource().name();
        for (String text : new String[] {userName, client, topic}) {
            if (Characters.hasLoneSurrogate(text)) {
                return new Denied(
                        Validity.notCached(), Explanation.of("user, client or topic holds half of a character"));
            }
        }
        if (superuserPath.isPresent()) {
            Standing standing = superusers.find(userName, () -> askSuperuser(userName));
            if (standing.superuser()) {
                return new Granted(
                        "",
                        "",
                        grantLasting(standing.left()),
                        Explanation.of("the user is a superuser: " + standing.detail()));
            }
        }
        try (Question question = new Question()
                .text("username", userName)
                .text("client_id", client)
                .text("topic", topic)
                .number("acc", acc(request))) {
            return decide(service.ask(path, question), request);
        }
    }

    private Vote askSuperuser(String userName) throws InterruptedException {
        try (Question question = new Question().text("username", userName)) {
            return service.ask(superuserPath.orElseThrow(), question);
        }
    }

    private static int acc(EntitlementRequest request) {
        if (request.permission() != Permission.READ) {
            return 2;
        }
        Operation operation = request.operation();
        return operation == Operation.SUBSCRIBE || operation == Operation.SUBSCRIBE_PATTERN ? 4 : 1;
    }

    private EntitlementDecision decide(Vote vote, EntitlementRequest request) {
        if (vote instanceof Vote.Yes yes) {
            Validity validity = grantLasting(lifetimes.ofYes(yes.terms()));
            return new Granted("", "", validity.covering(coverage(yes.terms(), request)), Explanation.of(yes.detail()));
        }
        if (vote instanceof Vote.No no) {
            Validity validity = lasting(lifetimes.ofNo(no.terms()));
            String detail = no.error().isEmpty() ? no.detail() : no.detail() + ", and said: " + no.error();
            return new Denied(validity.covering(coverage(no.terms(), request)), Explanation.of(detail));
        }
        return new Abstained(Validity.notCached(), Explanation.of(vote.detail()));
    }

    private Validity grantLasting(Duration lifetime) {
        return lasting(lifetime).refreshedAhead(lifetimes.refreshAhead());
    }

    private static Validity lasting(Duration lifetime) {
        return Validity.lasting(lifetime.compareTo(MOMENT) < 0 ? MOMENT : lifetime);
    }

    /**
     * The names that an answer is about. An answer that isn't about the very topic that was asked is none.
     *
     * @throws ModuleUnavailableException if it isn't
     */
    private static Coverage coverage(Terms terms, EntitlementRequest request) {
        if (terms.scope().isEmpty() || request.operation() == Operation.SUBSCRIBE_PATTERN) {
            return Coverage.name();
        }
        Coverage coverage = Scope.read(terms.scope().get());
        if (!coverage.covers(request.resource().name())) {
            throw new ModuleUnavailableException(
                    "the service's answer can't be used: its 'scope' doesn't hold the topic that was asked");
        }
        return coverage;
    }

    @Override
    public void reset() {
        superusers.reset();
    }

    @Override
    public void resetUser(String userName) {
        superusers.resetUser(userName);
    }

    @Override
    public void close() {
        service.calls().close();
    }
}
