package dev.keyhole.artemis;

import dev.keyhole.host.LogonOutcome;
import dev.keyhole.host.LogonOutcome.Accepted;
import dev.keyhole.host.LogonOutcome.Unavailable;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import javax.security.auth.Subject;
import org.apache.activemq.artemis.protocol.amqp.broker.ActiveMQProtonRemotingConnection;
import org.apache.activemq.artemis.protocol.amqp.proton.handler.ProtonHandler;
import org.apache.activemq.artemis.protocol.amqp.sasl.SASLResult;
import org.apache.activemq.artemis.protocol.amqp.sasl.ServerSASL;
import org.apache.qpid.proton.engine.Sasl;
import org.jspecify.annotations.Nullable;

/**
 * A logon in one round of SASL that doesn't keep the event loop waiting: the client gets its outcome when the host has
 * decided. All methods run on the connection's event loop.
 */
final class SaslMechanism implements ServerSASL {

    /** Time for a client that is refused to read why, and to close the connection itself. */
    private static final int SECONDS_TO_LEAVE = 2;

    /** How a logon ended, in Artemis' words. It passes no password on: the broker has no more use for it. */
    private record Result(@Nullable String user, boolean success) implements SASLResult {
        @Override
        public @Nullable String getUser() {
            return user;
        }

        @Override
        public @Nullable Subject getSubject() {
            return null;
        }

        @Override
        public boolean isSuccess() {
            return success;
        }
    }

    private final String name;
    private final ClientConnection client;
    private final ActiveMQProtonRemotingConnection connection;
    private final Function<byte[], Optional<Credentials>> parser;
    private Optional<SASLResult> result = Optional.empty();
    private boolean begun;

    /** A logon by a mechanism; empty if there is none of that name. */
    static Optional<ServerSASL> named(
            String name, ClientConnection client, ActiveMQProtonRemotingConnection connection) {
        return switch (name) {
            case "PLAIN" -> Optional.of(new SaslMechanism(name, client, connection, SaslMessages::plain));
            case "ANONYMOUS" -> Optional.of(new SaslMechanism(name, client, connection, SaslMessages::anonymous));
            default -> Optional.empty();
        };
    }

    /**
     * @param parser reads what the client sends first; empty if it can't be right
     */
    private SaslMechanism(
            String name,
            ClientConnection client,
            ActiveMQProtonRemotingConnection connection,
            Function<byte[], Optional<Credentials>> parser) {
        this.name = name;
        this.client = client;
        this.connection = connection;
        this.parser = parser;
    }

    @Override
    public String getName() {
        return name;
    }

    @Override
    public byte @Nullable [] processSASL(byte @Nullable [] data) {
        if (begun) {
            // Either the outcome is there, and this call is to fetch it, or the client talks out of turn.
            if (result.isEmpty()) {
                fail();
            }
            return null;
        }
        begun = true;
        setAutoRead(false);
        parser.apply(data == null ? new byte[0] : data)
                .ifPresentOrElse(
                        credentials -> client.logon(credentials, "").thenAccept(outcome -> handler()
                                .runLater(() -> decided(credentials.userName(), outcome))),
                        this::fail);
        return null;
    }

    private void fail() {
        setAutoRead(true);
        result = Optional.of(new Result(null, false));
        leave();
    }

    private void decided(@Nullable String userName, LogonOutcome outcome) {
        if (result.isPresent()) {
            return;
        }
        setAutoRead(true);
        Sasl sasl = handler().getTransport().sasl();
        result = Optional.of(new Result(userName, outcome instanceof Accepted));
        if (outcome instanceof Unavailable) {
            sasl.done(Sasl.SaslOutcome.PN_SASL_TEMP);
        } else {
            handler().onSaslResponse(sasl, handler().getTransport());
        }
        handler().flush();
        if (!(outcome instanceof Accepted)) {
            leave();
        }
    }

    private void setAutoRead(boolean on) {
        connection.getTransportConnection().setAutoRead(on);
    }

    private void leave() {
        var unused = connection
                .getTransportConnection()
                .getEventLoop()
                .schedule(() -> connection.getTransportConnection().close(), SECONDS_TO_LEAVE, TimeUnit.SECONDS);
    }

    private ProtonHandler handler() {
        return connection.getAmqpConnection().getHandler();
    }

    @Override
    public @Nullable SASLResult result() {
        return result.orElse(null);
    }

    @Override
    public void done() {}
}
