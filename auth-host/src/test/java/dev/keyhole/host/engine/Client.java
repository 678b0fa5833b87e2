package dev.keyhole.host.engine;

import dev.keyhole.host.Connection;
import dev.keyhole.host.Decision;
import dev.keyhole.host.DecisionReport;
import dev.keyhole.host.DisconnectListener;
import dev.keyhole.host.Host;
import dev.keyhole.host.LogonOutcome;
import dev.keyhole.spi.ConnectionInfo;
import dev.keyhole.spi.ConnectionKind;
import dev.keyhole.spi.LogonRequest;
import dev.keyhole.spi.Operation;
import dev.keyhole.spi.Permission;
import dev.keyhole.spi.Resource;
import dev.keyhole.spi.Secret;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;

/** A connection as a test drives it. */
final class Client implements DisconnectListener, AutoCloseable {

    private static final AtomicInteger NUMBER = new AtomicInteger();

    static {
        // Machines that run tests may be busy with other things.
        Awaitility.setDefaultTimeout(Duration.ofSeconds(60));
    }

    final Connection connection;
    final List<String> disconnects = new CopyOnWriteArrayList<>();

    private Client(Host host, String transport, ConnectionKind kind, String clientName) {
        ConnectionInfo info = ConnectionInfo.builder("c" + NUMBER.incrementAndGet(), transport)
                .kind(kind)
                .clientName(clientName)
                .build();
        connection = host.transport(transport).connect(info, this);
    }

    static Client on(Host host, String transport) {
        return new Client(host, transport, ConnectionKind.APPLICATION, "");
    }

    static Client on(Host host, String transport, ConnectionKind kind) {
        return new Client(host, transport, kind, "");
    }

    static Client loggedOn(Host host, String transport, String user) {
        Client client = on(host, transport);
        LogonOutcome outcome = client.logon(user);
        if (!(outcome instanceof LogonOutcome.Accepted)) {
            throw new AssertionError(outcome);
        }
        return client;
    }

    CompletableFuture<LogonOutcome> logonLater(LogonRequest request) {
        return connection.logon(request).toCompletableFuture();
    }

    CompletableFuture<LogonOutcome> logonLater(String user) {
        return logonLater(LogonRequest.explicit(user, Secret.of("joshua")));
    }

    LogonOutcome logon(LogonRequest request) {
        return get(logonLater(request));
    }

    LogonOutcome logon(String user) {
        return get(logonLater(user));
    }

    LogonOutcome answer(String user, String answer) {
        return logon(LogonRequest.answer(user, Secret.of(answer)));
    }

    CompletableFuture<LogonOutcome> answerLater(String user, String answer) {
        return logonLater(LogonRequest.answer(user, Secret.of(answer)));
    }

    CompletableFuture<Decision> readLater(String topic) {
        return connection
                .checkAsync(Permission.READ, Resource.topic(topic), Operation.SUBSCRIBE)
                .toCompletableFuture();
    }

    Decision read(String topic) {
        return connection.check(Permission.READ, Resource.topic(topic));
    }

    Decision write(String topic) {
        return connection.check(Permission.WRITE, Resource.topic(topic));
    }

    DecisionReport explain(String topic) {
        return connection.explain(Permission.READ, Resource.topic(topic));
    }

    static <T> T get(CompletableFuture<T> future) {
        try {
            return future.get(30, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    static void await(CountDownLatch latch) {
        try {
            if (!latch.await(30, TimeUnit.SECONDS)) {
                throw new AssertionError("it never came to that");
            }
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void disconnect(String reason) {
        disconnects.add(reason);
    }

    @Override
    public void close() {
        connection.close();
    }
}
