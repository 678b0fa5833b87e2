package dev.keyhole.artemis;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.keyhole.host.LogonOutcome;
import dev.keyhole.host.LogonOutcome.Accepted;
import dev.keyhole.host.LogonOutcome.Unavailable;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.ReferenceCountUtil;
import java.util.Optional;
import java.util.concurrent.Executor;
import org.apache.activemq.artemis.api.core.ActiveMQDisconnectedException;
import org.apache.activemq.artemis.core.buffers.impl.ChannelBufferWrapper;
import org.apache.activemq.artemis.spi.core.protocol.RemotingConnection;

/**
 * Stands between a client and the broker's handler of STOMP. It holds the first frame back, and all that follows it, until
 * the host has decided the logon, and keeps no thread waiting. From then on it has the broker deal with frames on threads that
 * serve no other connection: the broker itself would do that on the event loop, checks and all.
 *
 * <p>All that happens to it happens on the channel's event loop.
 */
final class StompGate extends ChannelInboundHandlerAdapter {

    private enum Phase {
        NEW,
        DECIDING,
        OPEN,
        CLOSED
    }

    /** Longest first frame, in bytes. */
    private static final int LONGEST_LOGON = 16 * 1_024;

    private final ClientConnection client;
    private final RemotingConnection connection;
    private final Executor inOrder;
    private final ByteBuf begun = Unpooled.buffer();
    private Phase phase = Phase.NEW;
    private int atWork;

    /**
     * @param inOrder runs what may block, one after the other
     */
    StompGate(ClientConnection client, RemotingConnection connection, Executor inOrder) {
        this.client = client;
        this.connection = connection;
        this.inOrder = inOrder;
    }

    /** Ends a connection, with a last word for the client. Doesn't block. */
    static void disconnect(RemotingConnection connection, Executor executor) {
        executor.execute(() -> connection.fail(new ActiveMQDisconnectedException("closed by the broker")));
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        ByteBuf bytes = (ByteBuf) message;
        switch (phase) {
            case NEW -> {
                keep(bytes);
                logOn(context);
            }
            case DECIDING -> keep(bytes);
            case OPEN -> pass(context, bytes);
            case CLOSED -> ReferenceCountUtil.release(message);
        }
    }

    private void keep(ByteBuf bytes) {
        begun.writeBytes(bytes);
        bytes.release();
    }

    private void logOn(ChannelHandlerContext context) {
        int end = begun.indexOf(begun.readerIndex(), begun.writerIndex(), (byte) 0);
        if (end < 0 && begun.readableBytes() <= LONGEST_LOGON) {
            return;
        }
        Optional<StompLogon> logon = end < 0 || end > LONGEST_LOGON
                ? Optional.empty()
                : StompLogon.of(begun.toString(begun.readerIndex(), end - begun.readerIndex(), UTF_8));
        if (logon.isEmpty()) {
            refuse(context, "the first frame must be CONNECT or STOMP");
            return;
        }
        phase = Phase.DECIDING;
        context.channel().config().setAutoRead(false);
        client.logon(logon.get().credentials(), logon.get().clientId())
                .thenAccept(outcome -> context.executor().execute(() -> decided(context, outcome)));
    }

    private void decided(ChannelHandlerContext context, LogonOutcome outcome) {
        if (phase == Phase.CLOSED) {
            return;
        }
        if (outcome instanceof Accepted) {
            phase = Phase.OPEN;
            pass(context, begun.retain());
        } else {
            refuse(context, outcome instanceof Unavailable ? "logons can't be checked now" : "not authorized");
        }
    }

    /** Has the broker deal with bytes, and reads no more until it has. */
    private void pass(ChannelHandlerContext context, ByteBuf bytes) {
        atWork++;
        context.channel().config().setAutoRead(false);
        inOrder.execute(() -> {
            try {
                connection.bufferReceived(connection.getID(), new ChannelBufferWrapper(bytes));
            } finally {
                bytes.release();
                context.executor().execute(() -> done(context));
            }
        });
    }

    private void done(ChannelHandlerContext context) {
        atWork--;
        if (atWork == 0 && phase == Phase.OPEN) {
            context.channel().config().setAutoRead(true);
        }
    }

    private void refuse(ChannelHandlerContext context, String reason) {
        phase = Phase.CLOSED;
        String frame = "ERROR\nmessage:" + reason + "\ncontent-type:text/plain\n\n" + reason + "\0\n";
        context.writeAndFlush(Unpooled.copiedBuffer(frame, UTF_8)).addListener(ChannelFutureListener.CLOSE);
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext context) {
        phase = Phase.CLOSED;
        begun.release();
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) throws Exception {
        phase = Phase.CLOSED;
        super.channelInactive(context);
    }
}
