package dev.keyhole.host.engine;

import dev.keyhole.spi.HostServices;
import dev.keyhole.spi.Metrics;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;

/** What the host lends to one module. Its tasks run on a lane of their own. */
final class ModuleServices implements HostServices {

    private static final SecureRandom RANDOM = new SecureRandom();

    private final EngineParts parts;
    private final Site site;
    private final Lane lane;
    private final Metrics metrics;
    private final Set<ModuleTask> tasks = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    ModuleServices(EngineParts parts, Site site, ClassLoader loader) {
        this.parts = parts;
        this.site = site;
        this.lane = parts.lane(site, loader);
        this.metrics = parts.metrics().of(site.module());
    }

    @Override
    public Clock clock() {
        return parts.time().clock();
    }

    @Override
    public long nanoTime() {
        return parts.time().nanoTime();
    }

    @Override
    public SecureRandom random() {
        return RANDOM;
    }

    @Override
    public Future<?> schedule(Duration delay, Runnable task) {
        ModuleTask scheduled = new ModuleTask(task, failure -> parts.troubles().failed(site, "task", failure), tasks);
        if (closed) {
            scheduled.cancel(true);
        } else {
            scheduled.waitFor(parts.time().schedule(delay, () -> submit(scheduled)));
            if (closed) {
                scheduled.cancel(true);
            }
        }
        return scheduled;
    }

    private void submit(ModuleTask task) {
        Call<Boolean> call = lane.submit("task", task::runOnce, late -> {});
        call.then(done -> {}, fault -> {
            // It ran out of its time, or there was no place for it.
            task.cancel(true);
            if (!closed) {
                parts.troubles().failed(site, "task", fault);
            }
        });
    }

    @Override
    public void disconnect(String connectionId, String reason) {
        parts.directory().disconnect(connectionId, reason);
    }

    @Override
    public Metrics metrics() {
        return metrics;
    }

    /** What hasn't run never runs; what runs is interrupted. */
    void close() {
        closed = true;
        tasks.forEach(task -> task.cancel(true));
        lane.close();
    }

    Lane lane() {
        return lane;
    }
}
