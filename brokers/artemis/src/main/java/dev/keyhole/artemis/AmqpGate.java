package dev.keyhole.artemis;

import dev.keyhole.host.LogonOutcome;
import dev.keyhole.host.LogonOutcome.Accepted;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.ReferenceCountUtil;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.BooleanSupplier;
import org.apache.activemq.artemis.protocol.amqp.broker.ActiveMQProtonRemotingConnection;
import org.apache.activemq.artemis.protocol.amqp.proton.AmqpSupport;
import org.apache.qpid.proton.amqp.transport.ErrorCondition;

/**
 * Stands before an AMQP connection until its first bytes show whether the client logs on with SASL. If so, the gate goes
 * away, and {@link SaslMechanism} does the rest. If not, that is an implicit logon: the gate holds all bytes back until
 * the host has decided it, and keeps no thread waiting.
 *
 * <p>All that happens to it happens on the channel's event loop.
 */
final class AmqpGate extends ChannelInboundHandlerAdapter {

    private static final int PROTOCOL_ID_AT = 4;
    private static final int HEADER_LENGTH = 8;
    private static final byte BARE = 0;

    /** What a client is told that has to use SASL (AMQP 1.0, 2.2). */
    private static final byte[] SASL_HEADER = {'A', 'M', 'Q', 'P', 3, 1, 0, 0};

    private final ClientConnection client;
    private final Deque<Object> held = new ArrayDeque<>();
    private boolean deciding;
    private boolean closed;

    AmqpGate(ClientConnection client) {
        this.client = client;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (closed) {
            ReferenceCountUtil.release(message);
            return;
        }
        held.add(message);
        if (deciding) {
            return;
        }
        ByteBuf first = (ByteBuf) message;
        if (first.readableBytes() < HEADER_LENGTH) {
            // The broker has seen eight bytes before it made out the protocol.
            close(context);
        } else if (first.getByte(first.readerIndex() + PROTOCOL_ID_AT) == BARE) {
            deciding = true;
            context.channel().config().setAutoRead(false);
            client.logon(Credentials.none(), "")
                    .thenAccept(outcome -> context.executor().execute(() -> decided(context, outcome)));
        } else {
            open(context);
        }
    }

    private void decided(ChannelHandlerContext context, LogonOutcome outcome) {
        if (closed) {
            return;
        }
        if (outcome instanceof Accepted) {
            context.channel().config().setAutoRead(true);
            open(context);
        } else {
            closed = true;
            releaseHeld();
            context.writeAndFlush(Unpooled.wrappedBuffer(SASL_HEADER)).addListener(ChannelFutureListener.CLOSE);
        }
    }

    private void open(ChannelHandlerContext context) {
        while (!held.isEmpty()) {
            context.fireChannelRead(held.remove());
        }
        context.fireChannelReadComplete();
        context.pipeline().remove(this);
    }

    private void close(ChannelHandlerContext context) {
        closed = true;
        releaseHeld();
        var unused = context.close();
    }

    private void releaseHeld() {
        held.forEach(ReferenceCountUtil::release);
        held.clear();
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) throws Exception {
        closed = true;
        releaseHeld();
        super.channelInactive(context);
    }

    /** Ends a connection, with a last word for the client if its logon is over. Doesn't block. */
    static void disconnect(ActiveMQProtonRemotingConnection connection, BooleanSupplier in) {
        connection.getAmqpConnection().runLater(() -> {
            if (in.getAsBoolean()) {
                connection
                        .getAmqpConnection()
                        .close(new ErrorCondition(AmqpSupport.CONNECTION_FORCED, "closed by the broker"));
            } else {
                connection.getTransportConnection().close();
            }
        });
    }
}
