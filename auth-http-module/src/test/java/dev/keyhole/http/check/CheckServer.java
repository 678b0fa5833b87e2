package dev.keyhole.http.check;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** An HTTP server on loopback, of plain sockets, that keeps every request as it came, byte for byte. */
final class CheckServer implements AutoCloseable {

    /** Decides what a request is answered. */
    interface Handler {
        Reply handle(Request request) throws IOException, InterruptedException;
    }

    /** Writes an answer; returns whether the connection stays open. */
    interface Reply {
        boolean write(OutputStream out) throws IOException;

        static Reply status(int status, String... headers) {
            return answer(status, "", headers);
        }

        static Reply json(String body, String... headers) {
            return answer(200, body, headers);
        }

        static Reply answer(int status, String body, String... headers) {
            return answer(status, body.getBytes(UTF_8), headers);
        }

        static Reply answer(int status, byte[] body, String... headers) {
            StringBuilder head = new StringBuilder("HTTP/1.1 " + status + " Because\r\n");
            for (String header : headers) {
                head.append(header).append("\r\n");
            }
            head.append("Content-Length: ").append(body.length).append("\r\n\r\n");
            return out -> {
                out.write(head.toString().getBytes(UTF_8));
                out.write(body);
                out.flush();
                return true;
            };
        }

        static Reply hangUp() {
            return out -> false;
        }
    }

    /** A request as it came. */
    record Request(String head, String body) {

        String line() {
            return head.substring(0, head.indexOf("\r\n"));
        }

        String target() {
            return line().split(" ")[1];
        }

        String path() {
            return target().split("\\?")[0];
        }

        /** Body and target: wherever the fields are. */
        String fields() {
            return target() + body;
        }

        Optional<String> header(String name) {
            return head.lines()
                    .skip(1)
                    .filter(line -> line.regionMatches(true, 0, name + ":", 0, name.length() + 1))
                    .map(line -> line.substring(name.length() + 1).strip())
                    .findFirst();
        }
    }

    private final ServerSocket listener;
    private final ExecutorService threads = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "check server");
        thread.setDaemon(true);
        return thread;
    });
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final List<Request> requests = new CopyOnWriteArrayList<>();
    private final AtomicInteger connections = new AtomicInteger();
    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile Handler handler;

    CheckServer(Handler handler) throws IOException {
        this(handler, new ServerSocket(0, 200, InetAddress.getLoopbackAddress()));
    }

    CheckServer(Handler handler, ServerSocket listener) {
        this.handler = handler;
        this.listener = listener;
        threads.execute(this::accept);
    }

    void handler(Handler value) {
        handler = value;
    }

    int port() {
        return listener.getLocalPort();
    }

    List<Request> requests() {
        return List.copyOf(requests);
    }

    int connections() {
        return connections.get();
    }

    /** An answer that never comes: the connection stays open until the server closes. */
    Reply silence() {
        return out -> {
            try {
                closed.await();
            } catch (InterruptedException e) {
                // closed
            }
            return false;
        };
    }

    private void accept() {
        try {
            while (true) {
                Socket socket = listener.accept();
                open.add(socket);
                connections.incrementAndGet();
                threads.execute(() -> serve(socket));
            }
        } catch (IOException e) {
            // closed
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            socket.setTcpNoDelay(true);
            InputStream in = new BufferedInputStream(socket.getInputStream());
            for (Optional<Request> request = read(in); request.isPresent(); request = read(in)) {
                requests.add(request.get());
                if (!handler.handle(request.get()).write(socket.getOutputStream())) {
                    return;
                }
            }
        } catch (IOException | InterruptedException e) {
            // the client has gone, or the server is closed
        } finally {
            open.remove(socket);
        }
    }

    private static Optional<Request> read(InputStream in) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        while (!bytes.toString(ISO_8859_1).endsWith("\r\n\r\n")) {
            int b = in.read();
            if (b < 0) {
                return Optional.empty();
            }
            bytes.write(b);
        }
        Request head = new Request(bytes.toString(UTF_8), "");
        int length = head.header("Content-Length").map(Integer::parseInt).orElse(0);
        return Optional.of(new Request(head.head(), new String(in.readNBytes(length), UTF_8)));
    }

    /** Cuts all connections that are open, and none that is made because of that. */
    void cut() {
        List.copyOf(open).forEach(socket -> {
            try {
                socket.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    @Override
    public void close() throws IOException {
        listener.close();
        closed.countDown();
        cut();
        threads.shutdownNow();
    }
}
