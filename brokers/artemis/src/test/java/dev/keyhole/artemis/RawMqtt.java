package dev.keyhole.artemis;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.mqtt.MqttDecoder;
import io.netty.handler.codec.mqtt.MqttEncoder;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttMessageBuilders;
import io.netty.handler.codec.mqtt.MqttVersion;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** A client of MQTT that sends whatever it is told to, in whatever order. */
final class RawMqtt implements AutoCloseable {

    private final Socket socket;
    private final EmbeddedChannel codec = new EmbeddedChannel(new MqttDecoder(), MqttEncoder.INSTANCE);

    RawMqtt(int port) throws IOException {
        socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(30_000);
    }

    static MqttMessageBuilders.ConnectBuilder connect(String clientId, String user, String password) {
        return MqttMessageBuilders.connect()
                .protocolVersion(MqttVersion.MQTT_3_1_1)
                .clientId(clientId)
                .cleanSession(true)
                .keepAlive(60)
                .username(user)
                .password(password.getBytes(StandardCharsets.UTF_8));
    }

    /** All packets in one go, as a client does that doesn't wait for answers. */
    RawMqtt send(MqttMessage... messages) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (MqttMessage message : messages) {
            codec.writeOutbound(message);
            for (ByteBuf part = codec.readOutbound(); part != null; part = codec.readOutbound()) {
                bytes.write(ByteBufUtil.getBytes(part));
                part.release();
            }
        }
        return send(bytes.toByteArray());
    }

    RawMqtt send(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
        socket.getOutputStream().flush();
        return this;
    }

    /** The next packet; empty if the broker closed the connection. */
    Optional<MqttMessage> receive() throws IOException {
        MqttMessage message = codec.readInbound();
        while (message == null) {
            int next;
            try {
                next = socket.getInputStream().read();
            } catch (SocketException reset) {
                next = -1;
            }
            if (next < 0) {
                return Optional.empty();
            }
            codec.writeInbound(Unpooled.wrappedBuffer(new byte[] {(byte) next}));
            message = codec.readInbound();
        }
        return Optional.of(message);
    }

    @Override
    public void close() throws IOException {
        socket.close();
        codec.finishAndReleaseAll();
    }
}
