package dev.keyhole.artemis;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.keyhole.host.LogonOutcome;
import dev.keyhole.host.LogonOutcome.Accepted;
import dev.keyhole.host.LogonOutcome.Challenged;
import dev.keyhole.host.LogonOutcome.Unavailable;
import dev.keyhole.spi.Secret;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import javax.security.auth.Subject;
import org.apache.activemq.artemis.protocol.amqp.broker.ActiveMQProtonRemotingConnection;
import org.apache.activemq.artemis.protocol.amqp.proton.handler.ProtonHandler;
import org.apache.activemq.artemis.protocol.amqp.sasl.PlainSASLResult;
import org.apache.activemq.artemis.protocol.amqp.sasl.SASLResult;
import org.apache.activemq.artemis.protocol.amqp.sasl.ServerSASL;
import org.apache.qpid.proton.engine.Sasl;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A logon over SASL, in one round or as many as the module wants, that doesn't keep the event loop waiting: the client gets its outcome when the host has
 * decided. All methods run on the connection's event loop.
 */
final class SaslMechanism implements ServerSASL {

    private static final Logger log = LoggerFactory.getLogger(SaslMechanism.class);

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

    /** The mechanism that carries challenges. Its first message is that of PLAIN. */
    static final String X_KEYHOLE = "X-KEYHOLE";

    /** Longest challenge, in bytes: frames of SASL have 512 at most (AMQP 1.0, 5.3.1). */
    private static final int LONGEST_CHALLENGE = 480;

    private final String name;
    private final ClientConnection client;
    private final ActiveMQProtonRemotingConnection connection;
    private final Function<byte[], Optional<Credentials>> parser;
    private Optional<SASLResult> result = Optional.empty();
    private boolean begun;
    private boolean challenged;
    private @Nullable String userName;

    /** A logon by a mechanism; empty if there is none of that name. */
    static Optional<ServerSASL> named(
            String name, ClientConnection client, ActiveMQProtonRemotingConnection connection) {
        return switch (name) {
            case "PLAIN" -> Optional.of(new SaslMechanism(name, client, connection, SaslMessages::plain));
            case X_KEYHOLE -> Optional.of(new SaslMechanism(name, client, connection, SaslMessages::plain));
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
        byte[] message = data == null ? new byte[0] : data;
        if (!begun) {
            begun = true;
            parser.apply(message).ifPresentOrElse(this::logOn, this::fail);
        } else if (challenged) {
            challenged = false;
            SaslMessages.answer(message).ifPresentOrElse(answer -> await(client.answer(answer)), this::fail);
        } else if (result.isEmpty()) {
            // The client talks out of turn. Else the outcome is there, and this call is to fetch it.
            fail();
        }
        return null;
    }

    private void logOn(Credentials credentials) {
        userName = credentials.userName();
        if (client.isBroker(userName, credentials.password())) {
            // The broker knows its own by the password, each time that it asks.
            result = Optional.of(new PlainSASLResult(true, userName, credentials.password()));
            credentials.secret().close();
            return;
        }
        await(name.equals(X_KEYHOLE) ? client.logonInRounds(credentials, "") : client.logon(credentials, ""));
    }

    private void await(CompletionStage<LogonOutcome> round) {
        setAutoRead(false);
        round.thenAccept(outcome -> handler().runLater(() -> decided(outcome)));
    }

    private void fail() {
        setAutoRead(true);
        result = Optional.of(new Result(null, false));
        leave();
    }

    private void decided(LogonOutcome outcome) {
        if (result.isPresent()) {
            return;
        }
        setAutoRead(true);
        Sasl sasl = handler().getTransport().sasl();
        if (outcome instanceof Challenged challenge) {
            challenge(sasl, challenge);
            return;
        }
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

    private void challenge(Sasl sasl, Challenged challenge) {
        byte[] text;
        try (Secret secret = challenge.data()) {
            text = secret.reveal().getBytes(UTF_8);
        }
        if (text.length > LONGEST_CHALLENGE) {
            log.warn("{}: a challenge of more than {} bytes can't be sent", client, LONGEST_CHALLENGE);
            fail();
            sasl.done(Sasl.SaslOutcome.PN_SASL_AUTH);
        } else {
            challenged = true;
            sasl.send(text, 0, text.length);
        }
        handler().flush();
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
