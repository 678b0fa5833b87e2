package dev.keyhole.artemis;

import dev.keyhole.host.LogonOutcome;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.mqtt.MqttConnectMessage;
import io.netty.handler.codec.mqtt.MqttConnectReturnCode;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttSubscribeMessage;
import io.netty.util.ReferenceCountUtil;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Stands between a client and the broker's handler of MQTT. It holds a CONNECT back, and all that follows it, until the
 * host has decided the logon, and keeps no thread waiting; it answers refusals itself, with the reason code that fits.
 *
 * <p>All that happens to it happens on the channel's event loop.
 */
final class MqttGate extends ChannelInboundHandlerAdapter {

    private enum Phase {
        NEW,
        DECIDING,
        OPEN,
        CLOSED
    }

    private final ClientConnection client;
    private final MqttRules rules;
    private final Supplier<@Nullable String> idInBroker;
    private final Deque<Object> held = new ArrayDeque<>();
    private Phase phase = Phase.NEW;
    private MqttAnswers answers = MqttAnswers.VERSION_3;

    /** As the client gave it; empty if the broker makes one up, which then is nobody else's. */
    private String clientId = "";

    /**
     * @param idInBroker client id that the broker knows the connection by; null as long as it has none
     */
    MqttGate(ClientConnection client, MqttRules rules, Supplier<@Nullable String> idInBroker) {
        this.client = client;
        this.rules = rules;
        this.idInBroker = idInBroker;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        switch (phase) {
            case NEW -> {
                if (message instanceof MqttConnectMessage connect
                        && connect.decoderResult().isSuccess()) {
                    logOn(context, connect);
                } else {
                    close(context, message);
                }
            }
            case DECIDING -> held.add(message);
            case OPEN -> pass(context, message);
            case CLOSED -> ReferenceCountUtil.release(message);
        }
    }

    private void logOn(ChannelHandlerContext context, MqttConnectMessage connect) {
        phase = Phase.DECIDING;
        context.channel().config().setAutoRead(false);
        answers = MqttAnswers.to(connect);
        clientId = Objects.requireNonNullElse(connect.payload().clientIdentifier(), "");
        Optional<MqttConnectReturnCode> refusedMethod = MqttAnswers.refusedMethod(connect);
        if (refusedMethod.isPresent()) {
            refuse(context, refusedMethod.get());
        } else if (!rules.isUsableClientId(clientId)) {
            refuse(context, answers.badClientId());
        } else {
            Credentials credentials = Credentials.of(
                    connect.payload().userName(), connect.payload().passwordInBytes());
            client.logon(credentials, clientId)
                    .thenAccept(outcome -> context.executor().execute(() -> decided(context, connect, outcome)));
        }
    }

    private void decided(ChannelHandlerContext context, MqttConnectMessage connect, LogonOutcome outcome) {
        Optional<MqttConnectReturnCode> refusal = answers.refusal(outcome);
        if (phase == Phase.CLOSED) {
            return;
        }
        if (refusal.isPresent()) {
            refuse(context, refusal.get());
        } else if (!claimSession(context)) {
            refuse(context, answers.notAuthorized());
        } else if (connect.variableHeader().isWillFlag()) {
            rules.judgeWill(client, connect.payload().willTopic())
                    .thenAccept(allowed -> context.executor().execute(() -> judged(context, connect, allowed)));
        } else {
            open(context, connect);
        }
    }

    private void judged(ChannelHandlerContext context, MqttConnectMessage connect, boolean willAllowed) {
        if (phase == Phase.CLOSED) {
            return;
        }
        if (willAllowed) {
            open(context, connect);
        } else {
            refuse(context, answers.notAuthorized());
        }
    }

    private boolean claimSession(ChannelHandlerContext context) {
        if (clientId.isEmpty()) {
            context.channel().closeFuture().addListener(closed -> adoptSession());
            return true;
        }
        boolean claimed = rules.claimSession(client, clientId);
        if (claimed) {
            context.channel().closeFuture().addListener(closed -> rules.releaseSession(clientId));
        }
        return claimed;
    }

    /** Others may learn an id that the broker made up, because queues are named after it. */
    private void adoptSession() {
        String madeUp = idInBroker.get();
        if (madeUp != null) {
            rules.adoptSession(client, madeUp);
        }
    }

    private void open(ChannelHandlerContext context, MqttConnectMessage connect) {
        phase = Phase.OPEN;
        context.fireChannelRead(connect);
        while (!held.isEmpty()) {
            channelRead(context, held.remove());
        }
        context.fireChannelReadComplete();
        context.channel().config().setAutoRead(true);
    }

    private void pass(ChannelHandlerContext context, Object message) {
        if (clientId.isEmpty()) {
            adoptSession();
        }
        if (message instanceof MqttConnectMessage) {
            // The broker would begin a second session on the connection of the first.
            close(context, message);
        } else if (message instanceof MqttSubscribeMessage subscribe
                && subscribe.decoderResult().isSuccess()
                && !maySubscribe(subscribe)) {
            var unused = context.writeAndFlush(answers.subscriptionsRefused(subscribe));
        } else {
            context.fireChannelRead(message);
        }
    }

    private boolean maySubscribe(MqttSubscribeMessage subscribe) {
        return subscribe.payload().topicSubscriptions().stream()
                .allMatch(subscription -> rules.maySubscribe(client, clientId, subscription.topicFilter()));
    }

    private void refuse(ChannelHandlerContext context, MqttConnectReturnCode reason) {
        leave(context, answers.connectionRefused(reason));
    }

    private void close(ChannelHandlerContext context, Object message) {
        ReferenceCountUtil.release(message);
        leave(context);
    }

    private void leave(ChannelHandlerContext context) {
        phase = Phase.CLOSED;
        var unused = context.close();
    }

    private void leave(ChannelHandlerContext context, MqttMessage lastWord) {
        phase = Phase.CLOSED;
        context.writeAndFlush(lastWord).addListener(ChannelFutureListener.CLOSE);
    }

    /** Ends a connection, with a last word where the client's version has one. Doesn't block. */
    static void disconnect(Channel channel) {
        channel.eventLoop().execute(() -> {
            ChannelHandlerContext context = channel.pipeline().context(MqttGate.class);
            if (context == null) {
                var unused = channel.close();
            } else {
                ((MqttGate) context.handler()).disconnect(context);
            }
        });
    }

    private void disconnect(ChannelHandlerContext context) {
        answers.disconnected().ifPresentOrElse(lastWord -> leave(context, lastWord), () -> leave(context));
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) throws Exception {
        phase = Phase.CLOSED;
        held.forEach(ReferenceCountUtil::release);
        held.clear();
        super.channelInactive(context);
    }
}
