package dev.keyhole.artemis;

import dev.keyhole.spi.AuthenticationContext;
import dev.keyhole.spi.AuthenticationExchange;
import dev.keyhole.spi.AuthenticationResult;
import dev.keyhole.spi.ChainTrait;
import dev.keyhole.spi.ConnectionInfo;
import dev.keyhole.spi.EntitlementContext;
import dev.keyhole.spi.EntitlementDecision;
import dev.keyhole.spi.EntitlementRequest;
import dev.keyhole.spi.Explanation;
import dev.keyhole.spi.Identity;
import dev.keyhole.spi.KeyScope;
import dev.keyhole.spi.LogonRequest;
import dev.keyhole.spi.ModuleUnavailableException;
import dev.keyhole.spi.Permission;
import dev.keyhole.spi.RejectionReason;
import dev.keyhole.spi.ResourceType;
import dev.keyhole.spi.Secret;
import dev.keyhole.spi.Validity;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/** A module by hand: who may come in, what they may do, and what it was asked. Thread-safe. */
final class TestRules implements AuthenticationContext, EntitlementContext {

    /** What a logon came with. */
    record Seen(LogonRequest.Kind kind, String userName, String password, ConnectionInfo connection) {}

    private enum Mood {
        WELL,
        HANGING,
        DOWN,
        CHALLENGING
    }

    private final Map<String, String> passwords = new ConcurrentHashMap<>();
    private final Map<String, Function<EntitlementRequest, EntitlementDecision>> judges = new ConcurrentHashMap<>();
    private final Map<String, EntitlementDecision> grants = new ConcurrentHashMap<>();
    private final List<Seen> logons = new CopyOnWriteArrayList<>();
    private final List<EntitlementRequest> checks = new CopyOnWriteArrayList<>();
    private final List<ResourceType> logonEntitlements = new CopyOnWriteArrayList<>();
    private final Set<Identity> released = ConcurrentHashMap.newKeySet();
    private volatile Optional<String> implicit = Optional.empty();
    private volatile Mood authentication = Mood.WELL;
    private volatile Mood entitlement = Mood.WELL;
    private volatile List<String> questions = List.of();
    private volatile Optional<String> expected = Optional.empty();
    private volatile boolean all;
    private volatile boolean forgetful;
    private volatile Optional<String> hanging = Optional.empty();
    private final CountDownLatch healed = new CountDownLatch(1);

    TestRules user(String name, String password) {
        passwords.put(name, password);
        return this;
    }

    /** Lets clients without a logon in, under this name. */
    TestRules implicit(String name) {
        implicit = Optional.of(name);
        return this;
    }

    TestRules read(String user, String... topics) {
        return grant(user, Permission.READ, "", "", topics);
    }

    TestRules write(String user, String... topics) {
        return grant(user, Permission.WRITE, "", "", topics);
    }

    TestRules grant(String user, Permission permission, String filter, String select, String... topics) {
        for (String topic : topics) {
            grants.put(
                    key(user, permission, topic),
                    new EntitlementDecision.Granted(
                            filter, select, Validity.untilReset(), Explanation.of("granted by test")));
        }
        return this;
    }

    TestRules revoke(String user, Permission permission, String topic) {
        grants.remove(key(user, permission, topic));
        return this;
    }

    /** Who has rights of their own, which nothing else here says anything about. */
    TestRules rights(String user, Function<EntitlementRequest, EntitlementDecision> judge) {
        judges.put(user, judge);
        return this;
    }

    /** From now on all checks are granted. */
    TestRules everything() {
        all = true;
        return this;
    }

    /** No answer to any logon, until {@link #heal()}. */
    TestRules hangLogons() {
        authentication = Mood.HANGING;
        return this;
    }

    /** No answer to any check but that of the logon, until {@link #heal()}. */
    TestRules hangChecks() {
        entitlement = Mood.HANGING;
        return this;
    }

    /** No answer to any check about one user, until {@link #heal()}. */
    TestRules hangChecksOf(String user) {
        hanging = Optional.of(user);
        return this;
    }

    /** From now on no answer may be kept. */
    TestRules forgetful() {
        forgetful = true;
        return this;
    }

    TestRules failLogons() {
        authentication = Mood.DOWN;
        return this;
    }

    TestRules failChecks() {
        entitlement = Mood.DOWN;
        return this;
    }

    TestRules challengeLogons() {
        authentication = Mood.CHALLENGING;
        return this;
    }

    /** From now on whoever has the right password is asked these, too; the answers are the same in capitals. */
    TestRules questions(String... texts) {
        questions = List.of(texts);
        expected = Optional.empty();
        return this;
    }

    /** The answer that is right, whatever the question. */
    TestRules expect(String answer) {
        expected = Optional.of(answer);
        return this;
    }

    void heal() {
        authentication = Mood.WELL;
        entitlement = Mood.WELL;
        hanging = Optional.empty();
        healed.countDown();
    }

    List<Seen> logons() {
        return logons;
    }

    /** The entitlements that were asked for to complete logons. */
    List<ResourceType> logonEntitlements() {
        return logonEntitlements;
    }

    List<EntitlementRequest> checks() {
        return checks;
    }

    int releasedIdentities() {
        return released.size();
    }

    @Override
    public AuthenticationExchange begin(ConnectionInfo connection) {
        AtomicInteger asked = new AtomicInteger();
        return request -> {
            try (Secret secret = request.secret()) {
                logons.add(new Seen(request.kind(), request.userName(), secret.reveal(), connection));
                return judge(request, asked);
            }
        };
    }

    private AuthenticationResult judge(LogonRequest request, AtomicInteger asked) throws InterruptedException {
        int before = asked.getAndIncrement();
        AuthenticationResult result = request.kind() == LogonRequest.Kind.ANSWER
                ? judgeAnswer(questions.get(before - 1), request)
                : judge(request);
        return result instanceof AuthenticationResult.Accepted && before < questions.size()
                ? new AuthenticationResult.Challenge(Secret.of(questions.get(before)))
                : result;
    }

    private AuthenticationResult judgeAnswer(String question, LogonRequest answer) {
        return answer.secret().reveal().equals(expected.orElse(question.toUpperCase(Locale.ROOT)))
                ? new AuthenticationResult.Accepted(Identity.of(answer.userName()))
                : new AuthenticationResult.Rejected(RejectionReason.BAD_CREDENTIALS, "wrong answer");
    }

    private AuthenticationResult judge(LogonRequest request) throws InterruptedException {
        switch (authentication) {
            case HANGING -> healed.await();
            case DOWN -> throw new ModuleUnavailableException("down for the test");
            case CHALLENGING -> {
                return new AuthenticationResult.Challenge(Secret.of("who goes there?"));
            }
            case WELL -> {
                // judged below
            }
        }
        if (request.kind() == LogonRequest.Kind.IMPLICIT) {
            return implicit.<AuthenticationResult>map(name -> new AuthenticationResult.Accepted(Identity.of(name)))
                    .orElseGet(() -> new AuthenticationResult.Rejected(RejectionReason.LOGON_REQUIRED, "no logon"));
        }
        return request.secret().reveal().equals(passwords.get(request.userName()))
                ? new AuthenticationResult.Accepted(Identity.of(request.userName()))
                : new AuthenticationResult.Rejected(RejectionReason.BAD_CREDENTIALS, "wrong");
    }

    @Override
    public void released(ConnectionInfo connection, Identity identity) {
        released.add(identity);
    }

    @Override
    public KeyScope keyScope() {
        return KeyScope.USER;
    }

    @Override
    public EntitlementDecision check(EntitlementRequest request) throws InterruptedException {
        ResourceType type = request.resource().type();
        if (type == ResourceType.LOGON || type == ResourceType.REPLICATION_LOGON) {
            logonEntitlements.add(type);
            return EntitlementDecision.granted(Explanation.of("anybody"));
        }
        checks.add(request);
        if (entitlement == Mood.HANGING
                || hanging.filter(request.identity().userName()::equals).isPresent()) {
            healed.await();
        } else if (entitlement == Mood.DOWN) {
            throw new ModuleUnavailableException("down for the test");
        }
        Function<EntitlementRequest, EntitlementDecision> judge =
                judges.get(request.identity().userName());
        if (judge != null) {
            return judge.apply(request);
        }
        if (all) {
            return EntitlementDecision.granted(Explanation.of("everything"));
        }
        EntitlementDecision decision = grants.getOrDefault(
                key(
                        request.identity().userName(),
                        request.permission(),
                        request.resource().name()),
                EntitlementDecision.denied(Explanation.of("not granted by test")));
        if (!forgetful) {
            return decision;
        }
        return decision instanceof EntitlementDecision.Granted granted
                ? new EntitlementDecision.Granted(
                        granted.filter(), granted.select(), Validity.notCached(), granted.explanation())
                : new EntitlementDecision.Denied(Validity.notCached(), decision.explanation());
    }

    private static String key(String user, Permission permission, String topic) {
        return user + " " + permission + " " + topic;
    }

    @Override
    public void resetUser(String userName) {}

    @Override
    public Set<ChainTrait> chainTraits() {
        return Set.of();
    }

    @Override
    public void close() {
        heal();
    }
}
