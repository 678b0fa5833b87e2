package dev.keyhole.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** An HTTP proxy on loopback that does {@code CONNECT}, and may put something of its own before what the service says. */
final class TunnellingProxy implements AutoCloseable {

    private final ServerSocket listener = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final int servicePort;
    private final byte[] injected;

    /**
     * @param servicePort where every tunnel leads to, on loopback
     * @param injected what it sends between its own answer and that of the service
     */
    TunnellingProxy(int servicePort, byte[] injected) throws IOException {
        this.servicePort = servicePort;
        this.injected = injected;
        threads.execute(this::accept);
    }

    String address() {
        return "http://127.0.0.1:" + listener.getLocalPort();
    }

    private void accept() {
        try {
            while (true) {
                Socket client = listener.accept();
                open.add(client);
                threads.execute(() -> tunnel(client));
            }
        } catch (IOException e) {
            // closed
        }
    }

    private void tunnel(Socket client) {
        try (Socket service = new Socket(InetAddress.getLoopbackAddress(), servicePort)) {
            open.add(service);
            readHead(client.getInputStream());
            ByteArrayOutputStream answer = new ByteArrayOutputStream();
            answer.writeBytes("HTTP/1.1 200 OK\r\n\r\n".getBytes(UTF_8));
            answer.writeBytes(injected);
            client.getOutputStream().write(answer.toByteArray());
            threads.execute(() -> pump(client, service));
            pump(service, client);
        } catch (IOException e) {
            // one of them has gone
        }
    }

    private static void readHead(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            head.append((char) in.read());
        }
    }

    private static void pump(Socket from, Socket to) {
        try (from;
                to) {
            OutputStream out = to.getOutputStream();
            from.getInputStream().transferTo(out);
        } catch (IOException e) {
            // one of them has gone
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
        for (Socket socket : open) {
            socket.close();
        }
        threads.shutdownNow();
    }
}
