package dev.keyhole.artemis;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;

/** A client that writes frames, and reads them without what is between. */
final class Stomp implements AutoCloseable {
    private final Socket socket;

    Stomp(int port) throws IOException {
        socket = new Socket("127.0.0.1", port);
        socket.setSoTimeout(30_000);
    }

    Stomp send(String frame) throws IOException {
        socket.getOutputStream().write((frame + "\0\n").getBytes(UTF_8));
        return this;
    }

    /** The next frame; empty at the end of the connection. */
    String receive() throws IOException {
        ByteArrayOutputStream frame = new ByteArrayOutputStream();
        for (int next = read(); next > 0; next = read()) {
            frame.write(next);
        }
        return frame.toString(UTF_8).stripLeading();
    }

    private int read() throws IOException {
        try {
            return socket.getInputStream().read();
        } catch (SocketException reset) {
            return -1;
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
