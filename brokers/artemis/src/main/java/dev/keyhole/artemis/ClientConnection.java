package dev.keyhole.artemis;

import static java.util.Objects.requireNonNull;

import dev.keyhole.host.Connection;
import dev.keyhole.host.Decision;
import dev.keyhole.host.LogonOutcome;
import dev.keyhole.host.LogonOutcome.Accepted;
import dev.keyhole.host.LogonOutcome.Challenged;
import dev.keyhole.host.LogonOutcome.Refused;
import dev.keyhole.host.LogonOutcome.Unavailable;
import dev.keyhole.host.LogonRefusal;
import dev.keyhole.host.Transport;
import dev.keyhole.spi.ConnectionInfo;
import dev.keyhole.spi.ConnectionKind;
import dev.keyhole.spi.Explanation;
import dev.keyhole.spi.LogonRequest;
import dev.keyhole.spi.Operation;
import dev.keyhole.spi.Permission;
import dev.keyhole.spi.Resource;
import dev.keyhole.spi.Secret;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import javax.security.auth.Subject;
import org.apache.activemq.artemis.spi.core.security.jaas.UserPrincipal;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A client's connection and its one logon. Thread-safe.
 *
 * <p>The broker asks for a client's authentication again and again in a session. The first time is the logon; each later
 * time gets the logon's answer, if it comes with the same user name and password.
 */
final class ClientConnection {

    private static final Logger log = LoggerFactory.getLogger(ClientConnection.class);

    /** What a connection knows once its client tried to log on. */
    private record Logon(
            @Nullable String userName,
            Fingerprint fingerprint,
            Connection connection,
            CompletableFuture<LogonOutcome> outcome) {}

    /** What a connection knows once its client is in. */
    private record Session(Owner owner, Subject subject, Connection connection) {}

    private final Transport transport;
    private final WireProtocol protocol;
    private final Supplier<ConnectionInfo.Builder> description;
    private final Runnable closer;
    private final Patience patience;
    private final ClusterUser cluster;

    /** Read without a lock, written under the lock of this. */
    private volatile Optional<Logon> logon = Optional.empty();

    /** Whether the client has a challenge to answer. Guarded by this. */
    private boolean challenged;

    private volatile boolean unwanted;
    private volatile boolean closed;
    private volatile Optional<Session> session = Optional.empty();
    private volatile Optional<String> will = Optional.empty();
    private volatile boolean denial;

    /**
     * @param description what is known of the connection, but for the client's name
     * @param closer closes the client's connection to the broker; doesn't block
     * @param patience how long its checks may take
     * @param cluster who gets in without a logon, being a broker of the same cluster
     */
    ClientConnection(
            Transport transport,
            WireProtocol protocol,
            Supplier<ConnectionInfo.Builder> description,
            Runnable closer,
            Patience patience,
            ClusterUser cluster) {
        this.patience = requireNonNull(patience);
        this.cluster = requireNonNull(cluster);
        this.transport = requireNonNull(transport);
        this.protocol = requireNonNull(protocol);
        this.description = requireNonNull(description);
        this.closer = requireNonNull(closer);
    }

    /**
     * Whether somebody with these credentials is another broker of the same cluster, which the host isn't asked about, and
     * may come in here.
     */
    boolean isBroker(@Nullable String userName, @Nullable String password) {
        return cluster.is(userName, password);
    }

    /** Whether it came in to manage the broker. */
    boolean isForManagement() {
        return transport.kind() == ConnectionKind.ADMIN;
    }

    /** What has to be granted before the client may send to a topic. */
    Permission sending() {
        return transport.kind() == ConnectionKind.REPLICATION ? Permission.REPLICATE : Permission.WRITE;
    }

    /**
     * Logs the client on, or repeats the answer to its first logon. Never blocks and never completes exceptionally. Who
     * gets anything but {@link Accepted} closes the client's connection, unless {@link #isIn()}.
     *
     * @param credentials of no more use to the caller
     * @param clientName name of the client's own choice; empty if none
     */
    CompletionStage<LogonOutcome> logon(Credentials credentials, String clientName) {
        return logon(credentials, clientName, false);
    }

    /**
     * {@link #logon} for a protocol that can carry challenges: the outcome may be one. Then {@link #answer} goes on, and
     * nothing else does.
     */
    CompletionStage<LogonOutcome> logonInRounds(Credentials credentials, String clientName) {
        return logon(credentials, clientName, true);
    }

    private synchronized CompletionStage<LogonOutcome> logon(
            Credentials credentials, String clientName, boolean inRounds) {
        if (logon.isPresent()) {
            credentials.secret().close();
            return repeats(logon.get(), credentials.userName(), credentials.password())
                    ? logon.get().outcome()
                    : refused(LogonRefusal.OUT_OF_ORDER, "another user name or password on the same connection");
        }
        if (closed) {
            credentials.secret().close();
            return refused(LogonRefusal.CLOSED, "the connection is closed");
        }
        Connection connection;
        try {
            connection =
                    transport.connect(description.get().clientName(clientName).build(), this::disconnect);
        } catch (IllegalStateException e) {
            return refused(LogonRefusal.CLOSED, "the host is closed");
        }
        Logon started = new Logon(
                credentials.userName(),
                Fingerprint.of(credentials.userName(), credentials.password()),
                connection,
                new CompletableFuture<>());
        logon = Optional.of(started);
        return round(started, credentials.toRequest(), credentials.secret(), inRounds);
    }

    /**
     * Answers the challenge of a logon.
     *
     * @param secret of no more use to the caller
     */
    synchronized CompletionStage<LogonOutcome> answer(Secret secret) {
        if (!challenged) {
            secret.close();
            return refused(LogonRefusal.OUT_OF_ORDER, "an answer without a challenge");
        }
        challenged = false;
        Logon started = logon.orElseThrow();
        String userName = started.userName() == null ? "" : started.userName();
        return round(started, LogonRequest.answer(userName, secret), secret, true);
    }

    private CompletionStage<LogonOutcome> round(Logon started, LogonRequest request, Secret secret, boolean inRounds) {
        CompletableFuture<LogonOutcome> round = new CompletableFuture<>();
        started.connection().logon(request).whenComplete((outcome, failure) -> {
            secret.close();
            LogonOutcome result = outcome == null ? new Unavailable("the host failed: " + failure) : outcome;
            if (inRounds && result instanceof Challenged challenge && handOver(challenge)) {
                round.complete(result);
            } else {
                LogonOutcome last = result.match(in -> enter(started, in), this::challenged, no -> no, no -> no);
                started.outcome().complete(last);
                round.complete(last);
            }
        });
        return round;
    }

    /** Whether the client is to have a challenge, which it isn't if it is to go. */
    private synchronized boolean handOver(Challenged challenge) {
        if (isOver()) {
            challenge.data().close();
            return false;
        }
        challenged = true;
        return true;
    }

    /** {@link #logon}, waiting for its end. An interrupt ends the wait, and leaves the thread interrupted. */
    LogonOutcome awaitLogon(Credentials credentials, String clientName) {
        return patience.await(logon(credentials, clientName), Unavailable::new);
    }

    /** The client as the broker knows it, if it is in and this user name and password are those of its logon. */
    Optional<Subject> subject(@Nullable String userName, @Nullable String password) {
        return logon.filter(first -> repeats(first, userName, password))
                .flatMap(first -> session)
                .map(Session::subject);
    }

    /** Whether the logon is complete, and was accepted. */
    boolean isIn() {
        return session.isPresent();
    }

    /** Whose the connection is; empty before the logon is complete. */
    Optional<Owner> owner() {
        return session.map(Session::owner);
    }

    Decision check(Permission permission, Resource resource) {
        return check(permission, resource, Operation.usualFor(permission, resource.type()));
    }

    Decision check(Permission permission, Resource resource, Operation operation) {
        return session.map(in -> check(in.connection(), permission, resource, operation))
                .orElseGet(ClientConnection::notLoggedOn);
    }

    private Decision check(Connection connection, Permission permission, Resource resource, Operation operation) {
        if (!patience.isLimited()) {
            return connection.check(permission, resource, operation);
        }
        return connection
                .checkCached(permission, resource, operation)
                .orElseGet(() -> patience.await(
                        connection.checkAsync(permission, resource, operation), ClientConnection::unavailable));
    }

    /** What {@link #check} says, if that is known without asking a module. */
    Optional<Decision> checkCached(Permission permission, Resource resource, Operation operation) {
        return session.map(in -> in.connection().checkCached(permission, resource, operation))
                .orElseGet(() -> Optional.of(notLoggedOn()));
    }

    /** What {@link #check} would say, without a word in the log. */
    Decision probe(Permission permission, Resource resource) {
        return session.map(in -> patience.call(
                        () -> in.connection().explain(permission, resource).decision(), ClientConnection::unavailable))
                .orElseGet(ClientConnection::notLoggedOn);
    }

    /** What {@link #check} would say, later. */
    CompletionStage<Decision> checkAsync(Permission permission, Resource resource) {
        return checkAsync(permission, resource, Operation.usualFor(permission, resource.type()));
    }

    /** What {@link #check} would say, later. */
    CompletionStage<Decision> checkAsync(Permission permission, Resource resource, Operation operation) {
        return session.map(in -> in.connection().checkAsync(permission, resource, operation))
                .orElseGet(() -> CompletableFuture.completedFuture(notLoggedOn()));
    }

    /** Lets one message be sent to an address after the connection has ended. */
    synchronized void allowWill(String address) {
        if (!unwanted) {
            will = Optional.of(address);
        }
    }

    /** Whether the client's last will may be sent to an address. */
    boolean mayLeaveWill(String address) {
        return will.filter(address::equals).isPresent();
    }

    /** Remembers that a check was denied. */
    void noteDenial() {
        denial = true;
    }

    /** Whether a check was denied since the last call. */
    boolean takeDenial() {
        boolean noted = denial;
        denial = false;
        return noted;
    }

    boolean isClosed() {
        return closed;
    }

    /** Whether the connection has ended, or the host wants it to. */
    boolean isOver() {
        return closed || unwanted;
    }

    /** The client's connection has ended. Idempotent; doesn't block. */
    void closed() {
        Optional<Logon> ended;
        synchronized (this) {
            closed = true;
            ended = logon;
        }
        ended.ifPresent(started -> started.connection().close());
    }

    @Override
    public String toString() {
        return "transport=" + transport.name() + " protocol=" + protocol.configured() + " user="
                + owner().map(Owner::userName).filter(name -> !name.isEmpty()).orElse("-");
    }

    private boolean repeats(Logon first, @Nullable String userName, @Nullable String password) {
        // After SASL the broker repeats the user name alone.
        if (protocol == WireProtocol.AMQP && password == null) {
            return Objects.equals(first.userName(), userName);
        }
        return first.fingerprint().matches(userName, password);
    }

    private synchronized LogonOutcome enter(Logon started, Accepted outcome) {
        if (closed || unwanted) {
            return new Refused(LogonRefusal.CLOSED, "the connection was closed during the logon");
        }
        String userName = outcome.identity().userName();
        Subject subject = new Subject(
                true, Set.of(new UserPrincipal(userName), new ConnectionPrincipal(this)), Set.of(), Set.of());
        session = Optional.of(
                new Session(new Owner(transport.name(), protocol, userName), subject, started.connection()));
        return outcome;
    }

    private LogonOutcome challenged(Challenged challenge) {
        challenge.data().close();
        if (isOver()) {
            return new Refused(LogonRefusal.CLOSED, "the connection was closed during the logon");
        }
        log.warn(
                "transport {}: the authentication module challenges a client, and {} has no way to answer",
                transport.name(),
                protocol.configured());
        return new Refused(LogonRefusal.NOT_PERMITTED, "the protocol can't carry the answer to a challenge");
    }

    /** The host wants the client gone. */
    private void disconnect(String reason) {
        boolean in;
        synchronized (this) {
            unwanted = true;
            will = Optional.empty();
            in = isIn() || challenged;
        }
        // While the host decides a logon, whoever waits for it tells the client why, and closes then.
        if (in) {
            log.debug("{}: disconnected by the host: {}", this, reason);
            closer.run();
        }
    }

    private static CompletionStage<LogonOutcome> refused(LogonRefusal reason, String detail) {
        return CompletableFuture.completedFuture(new Refused(reason, detail));
    }

    private static Decision unavailable(String why) {
        return Decision.unavailable("", Explanation.of(why));
    }

    private static Decision notLoggedOn() {
        return Decision.denied("", Explanation.of("the client isn't logged on"));
    }
}
