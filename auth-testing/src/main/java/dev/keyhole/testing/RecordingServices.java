package dev.keyhole.testing;

import static java.util.Objects.requireNonNull;

import dev.keyhole.spi.ConnectionInfo;
import dev.keyhole.spi.ContextServices;
import dev.keyhole.spi.HostServices;
import dev.keyhole.spi.Metrics;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Future;

/**
 * What a host lends to a module and to its contexts, for tests of the module alone: time is manual, and what the module
 * asks for is recorded. Thread-safe.
 */
public class RecordingServices implements HostServices, ContextServices {

    /** A connection that the module asked to close. */
    public record Disconnection(String connectionId, String reason) {}

    /**
     * A user whom a context asked to reset.
     *
     * @param spared id of the connection that is to stay; empty if none is
     */
    public record Reset(String userName, String reason, String spared) {}

    private final ManualTime time;
    private final Metrics metrics;
    private final SecureRandom random = new SecureRandom();
    private final List<Disconnection> disconnections = new CopyOnWriteArrayList<>();
    private final List<Reset> resets = new CopyOnWriteArrayList<>();
    private final List<String> forgotten = new CopyOnWriteArrayList<>();

    public RecordingServices() {
        this(new ManualTime());
    }

    public RecordingServices(ManualTime time) {
        this(time, Metrics.unseen());
    }

    /**
     * @param metrics the module's
     */
    public RecordingServices(ManualTime time, Metrics metrics) {
        this.time = requireNonNull(time);
        this.metrics = requireNonNull(metrics);
    }

    public ManualTime time() {
        return time;
    }

    @Override
    public Clock clock() {
        return time.clock();
    }

    @Override
    public long nanoTime() {
        return time.nanoTime();
    }

    @Override
    public SecureRandom random() {
        return random;
    }

    /** Runs the task when the test advances the time, on the test's thread. */
    @Override
    public Future<?> schedule(Duration delay, Runnable task) {
        return time.schedule(delay, task);
    }

    @Override
    public Metrics metrics() {
        return metrics;
    }

    @Override
    public void disconnect(String connectionId, String reason) {
        disconnections.add(new Disconnection(requireNonNull(connectionId), requireNonNull(reason)));
    }

    @Override
    public void resetUser(String userName, String reason) {
        resets.add(new Reset(requireNonNull(userName), requireNonNull(reason), ""));
    }

    @Override
    public void resetOthers(String userName, String reason, ConnectionInfo spared) {
        resets.add(new Reset(requireNonNull(userName), requireNonNull(reason), spared.id()));
    }

    @Override
    public void forgetUser(String userName) {
        forgotten.add(requireNonNull(userName));
    }

    /** In the order they were asked for. */
    public List<Disconnection> disconnections() {
        return List.copyOf(disconnections);
    }

    /** In the order they were asked for. */
    public List<Reset> resets() {
        return List.copyOf(resets);
    }

    /** Users whose cached decisions a context asked to drop, in that order. */
    public List<String> forgotten() {
        return List.copyOf(forgotten);
    }
}
