package dev.keyhole.http;

import dev.keyhole.http.RecordingServer.Handler;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicReference;

/** A server that resets its connections in the middle of an answer, instead of closing them. */
final class ResettingServer implements AutoCloseable {

    private final Handler service;
    private final AtomicReference<Socket> last = new AtomicReference<>();
    private final RecordingServer server;

    ResettingServer(Handler service) throws IOException {
        this.service = service;
        this.server = new RecordingServer(service, new ServerSocket(0, 100, InetAddress.getLoopbackAddress()) {
            @Override
            public Socket accept() throws IOException {
                Socket socket = super.accept();
                last.set(socket);
                return socket;
            }
        });
    }

    String uri(String target) {
        return server.uri(target);
    }

    /** Answers with the first bytes of an answer, then resets the connection. There is one connection at a time. */
    void cutAfter(byte[] answer, int length) {
        server.handler(request -> out -> {
            out.write(answer, 0, length);
            last.get().setSoLinger(true, 0);
            return false;
        });
    }

    void mend() {
        server.handler(service);
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
