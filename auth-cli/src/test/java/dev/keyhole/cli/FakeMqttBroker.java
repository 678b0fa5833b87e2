package dev.keyhole.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Answers every packet of an MQTT 5 client with the same reason code, or not at all. */
final class FakeMqttBroker implements AutoCloseable {

    static final int SILENT = -1;

    private final ServerSocket listener;
    private final int connectReason;
    private final int reason;
    private final List<String> connects = new CopyOnWriteArrayList<>();
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();

    private FakeMqttBroker(int connectReason, int reason) throws IOException {
        this.connectReason = connectReason;
        this.reason = reason;
        listener = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
        Thread thread = new Thread(this::accept, "fake-broker");
        thread.setDaemon(true);
        thread.start();
    }

    static FakeMqttBroker answering(int connectReason, int reason) throws IOException {
        return new FakeMqttBroker(connectReason, reason);
    }

    String address() {
        return "127.0.0.1:" + listener.getLocalPort();
    }

    /** The content of each CONNECT so far, as text. */
    List<String> connects() {
        return connects;
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket socket = listener.accept();
                sockets.add(socket);
                serve(socket);
            } catch (IOException e) {
                // The client, or the test, has ended it.
            }
        }
    }

    private void serve(Socket socket) throws IOException {
        DataInputStream in = new DataInputStream(socket.getInputStream());
        OutputStream out = socket.getOutputStream();
        while (true) {
            int header = in.readUnsignedByte();
            byte[] body = in.readNBytes(remainingLength(in));
            switch (header >> 4) {
                case 1 -> {
                    connects.add(new String(body, UTF_8));
                    answer(out, connectReason, 0x20, 3, 0, connectReason, 0);
                }
                case 3 -> {
                    int id = 2 + (body[0] << 8) + body[1];
                    answer(out, reason, 0x40, 3, body[id], body[id + 1], reason);
                }
                case 8 -> answer(out, reason, 0x90, 4, body[0], body[1], 0, reason);
                default -> {
                    socket.close();
                    return;
                }
            }
        }
    }

    private static void answer(OutputStream out, int reason, int... bytes) throws IOException {
        if (reason != SILENT) {
            for (int value : bytes) {
                out.write(value);
            }
            out.flush();
        }
    }

    private static int remainingLength(DataInputStream in) throws IOException {
        int length = 0;
        for (int shift = 0; ; shift += 7) {
            int part = in.readUnsignedByte();
            length |= (part & 0x7F) << shift;
            if (part < 0x80) {
                return length;
            }
        }
    }

    @Override
    public void close() {
        try {
            listener.close();
            for (Socket socket : sockets) {
                socket.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
