package dev.keyhole.http;

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
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** An HTTP server on loopback that keeps every request as it came, byte for byte, and answers whatever it is told. */
final class RecordingServer implements AutoCloseable {

    /** Decides what a request is answered. */
    interface Handler {
        Reply handle(Request request) throws IOException;
    }

    /** Writes an answer. */
    interface Reply {
        /** Returns whether the connection stays open. */
        boolean write(OutputStream out) throws IOException;

        static Reply raw(byte[] bytes, boolean keepOpen) {
            return out -> {
                out.write(bytes);
                out.flush();
                return keepOpen;
            };
        }

        static Reply raw(String text) {
            return raw(text.getBytes(UTF_8), false);
        }

        static Reply status(int status, String... headers) {
            return answer(status, "", headers);
        }

        static Reply json(String body) {
            return answer(200, body, "Content-Type: application/json");
        }

        static Reply answer(int status, String body, String... headers) {
            return raw(bytes(status, body, headers), true);
        }

        static byte[] bytes(int status, String body, String... headers) {
            byte[] content = body.getBytes(UTF_8);
            StringBuilder head = new StringBuilder("HTTP/1.1 " + status + " Because\r\n");
            Arrays.stream(headers).forEach(header -> head.append(header).append("\r\n"));
            head.append("Content-Length: ").append(content.length).append("\r\n\r\n");
            ByteArrayOutputStream all = new ByteArrayOutputStream();
            all.writeBytes(head.toString().getBytes(UTF_8));
            all.writeBytes(content);
            return all.toByteArray();
        }

        static Reply basicChallenge() {
            return answer(401, "no", "WWW-Authenticate: Basic realm=\"keyhole\", charset=\"UTF-8\"");
        }

        /** Closes the connection without a word. */
        static Reply hangUp() {
            return out -> false;
        }
    }

    /**
     * A request as it came.
     *
     * @param text all of it, in UTF-8
     * @param connection from 1, in the order of their acceptance
     */
    record Request(String text, int connection) {

        String line() {
            return text.substring(0, text.indexOf("\r\n"));
        }

        String target() {
            return line().split(" ")[1];
        }

        Optional<String> header(String name) {
            List<String> values = headers(name);
            return values.isEmpty() ? Optional.empty() : Optional.of(values.get(0));
        }

        List<String> headers(String name) {
            return text.lines()
                    .skip(1)
                    .filter(line -> line.regionMatches(true, 0, name + ":", 0, name.length() + 1))
                    .map(line -> line.substring(name.length() + 1).strip())
                    .toList();
        }
    }

    private final ServerSocket listener;
    private final ExecutorService threads = Executors.newCachedThreadPool(RecordingServer::daemon);
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final List<Request> requests = new CopyOnWriteArrayList<>();
    private final AtomicInteger connections = new AtomicInteger();
    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile Handler handler;

    RecordingServer(Handler handler) throws IOException {
        this(handler, new ServerSocket(0, 200, InetAddress.getLoopbackAddress()));
    }

    RecordingServer(Handler handler, ServerSocket listener) {
        this.handler = handler;
        this.listener = listener;
        threads.execute(this::accept);
    }

    private static Thread daemon(Runnable task) {
        Thread thread = new Thread(task, "recording server");
        thread.setDaemon(true);
        return thread;
    }

    void handler(Handler value) {
        handler = value;
    }

    int port() {
        return listener.getLocalPort();
    }

    String uri(String target) {
        return "http://127.0.0.1:" + port() + target;
    }

    List<Request> requests() {
        return List.copyOf(requests);
    }

    int connections() {
        return connections.get();
    }

    int openConnections() {
        return open.size();
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
                int number = connections.incrementAndGet();
                threads.execute(() -> serve(socket, number));
            }
        } catch (IOException e) {
            // closed
        }
    }

    private void serve(Socket socket, int number) {
        try (socket) {
            socket.setTcpNoDelay(true);
            InputStream in = new BufferedInputStream(socket.getInputStream());
            while (true) {
                Optional<String> head = readHead(in);
                if (head.isEmpty()) {
                    return;
                }
                Request request = new Request(head.get(), number);
                requests.add(request);
                if (!handler.handle(request).write(socket.getOutputStream())) {
                    return;
                }
            }
        } catch (IOException e) {
            // the client has gone
        } finally {
            open.remove(socket);
        }
    }

    private static Optional<String> readHead(InputStream in) throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        int matched = 0;
        while (matched < 4) {
            int b = in.read();
            if (b < 0) {
                return Optional.empty();
            }
            head.write(b);
            matched = b == "\r\n\r\n".charAt(matched) ? matched + 1 : b == '\r' ? 1 : 0;
        }
        return Optional.of(head.toString(UTF_8));
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
