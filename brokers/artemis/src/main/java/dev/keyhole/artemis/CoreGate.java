package dev.keyhole.artemis;

import dev.keyhole.host.LogonOutcome;
import dev.keyhole.host.LogonOutcome.Accepted;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.apache.activemq.artemis.api.core.ActiveMQDisconnectedException;
import org.apache.activemq.artemis.api.core.ActiveMQSecurityException;
import org.apache.activemq.artemis.core.protocol.core.Channel;
import org.apache.activemq.artemis.core.protocol.core.ChannelHandler;
import org.apache.activemq.artemis.core.protocol.core.CoreRemotingConnection;
import org.apache.activemq.artemis.core.protocol.core.Packet;
import org.apache.activemq.artemis.core.protocol.core.impl.ChannelImpl.CHANNEL_ID;
import org.apache.activemq.artemis.core.protocol.core.impl.PacketImpl;
import org.apache.activemq.artemis.core.protocol.core.impl.wireformat.ActiveMQExceptionMessage;
import org.apache.activemq.artemis.core.protocol.core.impl.wireformat.CreateSessionMessage;
import org.apache.activemq.artemis.core.protocol.core.impl.wireformat.CreateSessionMessage_V2;
import org.apache.activemq.artemis.core.protocol.core.impl.wireformat.ReattachSessionResponseMessage;

/**
 * Stands before the channel of a CORE connection that makes sessions. It holds the request for a session back until the
 * host has decided the logon, and keeps no thread waiting.
 *
 * <p>It also stops what the broker would do for a client that isn't logged on: make a queue on request, and hand over
 * somebody's session to whoever knows its name. (A client whose session isn't handed over makes a new one.) The channels
 * that brokers use among themselves are shut; that of a cluster is open where the transport is for brokers, too, and the
 * broker asks for the cluster user's password there.
 */
final class CoreGate implements ChannelHandler {

    /** Time for a client that is refused to read why, and to close the connection itself. */
    private static final int SECONDS_TO_LEAVE = 2;

    private final ClientConnection client;
    private final RefusalLog log;
    private final io.netty.channel.Channel wire;
    private final Channel channel;
    private final ChannelHandler next;

    private CoreGate(ClientConnection client, RefusalLog log, io.netty.channel.Channel wire, Channel channel) {
        this.client = client;
        this.log = log;
        this.wire = wire;
        this.channel = channel;
        this.next = channel.getHandler();
    }

    /** Puts a gate before a new connection. */
    static void install(
            ClientConnection client,
            boolean forBrokers,
            RefusalLog log,
            CoreRemotingConnection connection,
            io.netty.channel.Channel wire) {
        Channel sessions = connection.getChannel(CHANNEL_ID.SESSION.id, -1);
        sessions.setHandler(new CoreGate(client, log, wire, sessions));
        for (CHANNEL_ID shut : new CHANNEL_ID[] {CHANNEL_ID.REPLICATION, CHANNEL_ID.CLUSTER, CHANNEL_ID.FEDERATION}) {
            if (shut == CHANNEL_ID.CLUSTER && forBrokers) {
                continue;
            }
            connection.getChannel(shut.id, -1).setHandler(packet -> {
                log.refused(client, "PACKET", shut.name(), Refusal.BROKERS_CHANNEL.reason());
                close(wire);
            });
        }
    }

    /**
     * Ends a connection, and the sessions that would otherwise wait for their client to come back. Doesn't block.
     *
     * @param executor runs what takes time
     */
    static void disconnect(CoreRemotingConnection connection, io.netty.channel.Channel wire, Executor executor) {
        executor.execute(() -> {
            connection.disconnect(false);
            close(wire);
            connection.fail(new ActiveMQDisconnectedException("closed by the broker"));
        });
    }

    @Override
    public void handlePacket(Packet packet) {
        switch (packet.getType()) {
            case PacketImpl.CREATESESSION, PacketImpl.CREATESESSION_V2 -> logOn((CreateSessionMessage) packet);
            case PacketImpl.CHECK_FOR_FAILOVER -> next.handlePacket(packet);
            case PacketImpl.REATTACH_SESSION -> channel.send(new ReattachSessionResponseMessage(-1, false));
            default -> {
                log.refused(client, "PACKET", String.valueOf(packet.getType()), Refusal.NO_SESSION.reason());
                close(wire);
            }
        }
    }

    private void logOn(CreateSessionMessage request) {
        if (request.getSessionChannelID() < CHANNEL_ID.USER.id) {
            close(wire);
            return;
        }
        if (client.isBroker(request.getUsername(), request.getPassword())) {
            next.handlePacket(request);
            return;
        }
        String clientName = request instanceof CreateSessionMessage_V2 named
                ? Objects.requireNonNullElse(named.getClientID(), "")
                : "";
        client.logon(Credentials.of(request.getUsername(), request.getPassword()), clientName)
                .thenAccept(outcome -> wire.eventLoop().execute(() -> decided(request, outcome)));
    }

    private void decided(CreateSessionMessage request, LogonOutcome outcome) {
        if (outcome instanceof Accepted) {
            next.handlePacket(request);
        } else {
            channel.send(new ActiveMQExceptionMessage(new ActiveMQSecurityException("not authorized")));
            if (!client.isIn()) {
                var unused = wire.eventLoop().schedule(() -> close(wire), SECONDS_TO_LEAVE, TimeUnit.SECONDS);
            }
        }
    }

    private static void close(io.netty.channel.Channel wire) {
        var unused = wire.close();
    }
}
