package dev.keyhole.testing;

import dev.keyhole.host.Connection;
import dev.keyhole.host.Decision;
import dev.keyhole.host.DecisionReport;
import dev.keyhole.host.LogonOutcome;
import dev.keyhole.host.LogonRefusal;
import dev.keyhole.host.Transport;
import dev.keyhole.spi.ConnectionInfo;
import dev.keyhole.spi.ConnectionKind;
import dev.keyhole.spi.Identity;
import dev.keyhole.spi.LogonRequest;
import dev.keyhole.spi.Operation;
import dev.keyhole.spi.Permission;
import dev.keyhole.spi.Resource;
import dev.keyhole.spi.Secret;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * A client of a {@link FakeBroker}. Thread-safe.
 *
 * <p>Every answer of the host is waited for, for 30 seconds of real time; then an {@link AssertionError} says that a
 * module hangs. To see what becomes of a logon that hangs, {@link #startLogon} and advance the broker's time.
 */
public final class FakeClient implements AutoCloseable {

    private static final long LIMIT_SECONDS = 60;

    private final FakeBroker broker;
    private final Connection connection;
    private final List<Subscription> subscriptions = new CopyOnWriteArrayList<>();
    private final List<Delivery> received = new CopyOnWriteArrayList<>();
    private final CompletableFuture<String> disconnected = new CompletableFuture<>();
    private volatile String userName = "";
    private volatile boolean closed;

    FakeClient(FakeBroker broker, Transport transport, ConnectionInfo info) {
        this.broker = broker;
        this.connection = transport.connect(info, this::disconnect);
    }

    /** Sends a logon command. */
    public LogonOutcome logon(String user, String password) {
        return await("the logon of " + user, startLogon(LogonRequest.explicit(user, Secret.of(password))));
    }

    /** Sends something else than a logon command, which counts as a logon without a name. */
    public LogonOutcome logonImplicitly() {
        return await("the implicit logon", startLogon(LogonRequest.implicit()));
    }

    /** Answers a challenge. */
    public LogonOutcome answer(String text) {
        return await("the answer", startLogon(LogonRequest.answer(userName, Secret.of(text))));
    }

    /** Sends any of these without waiting for the outcome. The secret is wiped as soon as the host is done with it. */
    public CompletionStage<LogonOutcome> startLogon(LogonRequest request) {
        if (request.kind() != LogonRequest.Kind.ANSWER) {
            userName = request.userName();
        }
        return connection.logon(request).thenApply(outcome -> {
            request.secret().close();
            broker.note(new Event.Logon(connection.info(), request.kind(), request.userName(), outcome));
            failure(outcome).ifPresent(this::disconnect);
            return outcome;
        });
    }

    /** Why the broker has to close the connection, if it has to. */
    private static Optional<String> failure(LogonOutcome outcome) {
        return outcome.match(
                accepted -> Optional.empty(),
                challenged -> Optional.empty(),
                // What is only out of order leaves the connection as it is.
                refused -> refused.reason() == LogonRefusal.OUT_OF_ORDER
                        ? Optional.empty()
                        : Optional.of(refused.detail()),
                unavailable -> Optional.of(unavailable.detail()));
    }

    /** Subscribes to one topic, which is checked now. The host logs a client on that hasn't yet. */
    public Decision subscribe(String topic) {
        Decision decision = check(Permission.READ, Resource.topic(topic), Operation.SUBSCRIBE);
        if (decision.outcome() == Decision.Outcome.GRANTED) {
            subscriptions.add(new Subscription(topic::equals, Map.of(topic, decision)));
        }
        return decision;
    }

    /**
     * Subscribes to all topics in whose names the pattern is found. Each is checked when it first has a message to
     * deliver; what the client may not read is left out.
     */
    public void subscribeToPattern(String pattern) {
        if (connection.identity().isEmpty()) {
            logonImplicitly();
        }
        subscriptions.add(new Subscription(Pattern.compile(pattern).asPredicate(), Map.of()));
    }

    /** Publishes to a topic, and delivers to all who subscribed to it, if the host grants it. */
    public Decision publish(String topic, String message) {
        Decision decision = connection.info().kind() == ConnectionKind.REPLICATION
                ? check(Permission.REPLICATE, Resource.topic(topic), Operation.REPLICATE)
                : check(Permission.WRITE, Resource.topic(topic), Operation.PUBLISH);
        if (decision.outcome() == Decision.Outcome.GRANTED) {
            broker.deliver(topic, message, decision.filter());
        }
        return decision;
    }

    /** Asks the host for anything. */
    public Decision check(Permission permission, Resource resource, Operation operation) {
        Decision decision = await(
                "the check of " + permission + " on '" + resource.name() + "'",
                connection.checkAsync(permission, resource, operation));
        broker.note(new Event.Check(connection.info(), permission, resource, operation, decision));
        return decision;
    }

    /** How a decision comes about. */
    public DecisionReport explain(Permission permission, Resource resource) {
        return connection.explain(permission, resource);
    }

    /** What it was delivered so far, in that order. */
    public List<Delivery> received() {
        return List.copyOf(received);
    }

    /** The bound identity; empty before the logon is complete. */
    public Optional<Identity> identity() {
        return connection.identity();
    }

    public ConnectionInfo info() {
        return connection.info();
    }

    public boolean isConnected() {
        return !closed;
    }

    /** Waits until the host has the connection closed, and returns why. */
    public String awaitDisconnection() {
        return await("the disconnection", disconnected);
    }

    /** Goes away. Idempotent. */
    @Override
    public void close() {
        closed = true;
        broker.forget(this);
        connection.close();
    }

    private synchronized void disconnect(String reason) {
        if (!closed) {
            broker.note(new Event.Disconnection(connection.info(), reason));
            close();
            disconnected.complete(reason);
        }
    }

    void offer(String topic, String message, String writeFilter) {
        for (Subscription subscription : subscriptions) {
            subscription
                    .reading(topic)
                    .filter(decision -> decision.outcome() == Decision.Outcome.GRANTED)
                    .ifPresent(decision -> received.add(
                            new Delivery(topic, message, writeFilter, decision.filter(), decision.select())));
        }
    }

    private static <T> T await(String what, CompletionStage<T> stage) {
        try {
            return stage.toCompletableFuture().get(LIMIT_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            throw new AssertionError(what + " isn't there after " + LIMIT_SECONDS + " s; does a module hang?", e);
        } catch (ExecutionException e) {
            throw new AssertionError(what + " failed, which it may not", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("the test was interrupted", e);
        }
    }

    /** A subscription, and what was decided about the topics that it has met. */
    private final class Subscription {

        private final Predicate<String> topics;
        private final Map<String, Decision> decisions;

        Subscription(Predicate<String> topics, Map<String, Decision> decided) {
            this.topics = topics;
            this.decisions = new ConcurrentHashMap<>(decided);
        }

        Optional<Decision> reading(String topic) {
            if (!topics.test(topic)) {
                return Optional.empty();
            }
            Decision decision = decisions.computeIfAbsent(
                    topic, name -> check(Permission.READ, Resource.topic(name), Operation.RECEIVE));
            return Optional.of(decision);
        }
    }

    @Override
    public String toString() {
        return "FakeClient[" + connection.info().id() + "]";
    }
}
