package dev.keyhole.host.engine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Closes what a host has opened: calls, then contexts, then modules, then what is the host's own. Each step has a limit, so
 * that a module which doesn't end can't keep the host from ending; it is named in the log, and its threads are left behind.
 */
final class Shutdown implements Runnable {

    private static final Logger LOG = LoggerFactory.getLogger("dev.keyhole.host");

    /** Limit of each step, by the system's clock. */
    private static final Duration PATIENCE = Duration.ofMillis(1_500);

    private final Workers workers;
    private final TroubleLog troubles;
    private final List<Registration<?>> registrations = new ArrayList<>();
    private final List<LoadedModule> modules = new ArrayList<>();
    private final List<Runnable> last = new ArrayList<>();

    Shutdown(Workers workers, TroubleLog troubles) {
        this.workers = workers;
        this.troubles = troubles;
    }

    void opened(Registration<?> registration) {
        registrations.add(registration);
    }

    void opened(LoadedModule module) {
        modules.add(module);
    }

    /** What is to be closed when no module runs any more, the last first. */
    void atLast(Runnable close) {
        last.add(close);
    }

    @Override
    public void run() {
        boolean interrupted = Thread.interrupted();
        try {
            closeModules();
        } catch (InterruptedException e) {
            interrupted = true;
        } finally {
            Collections.reverse(last);
            last.forEach(Runnable::run);
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void closeModules() throws InterruptedException {
        List<Lane> lanes = new ArrayList<>();
        registrations.forEach(registration -> lanes.addAll(registration.lanes()));
        modules.forEach(module -> lanes.add(module.services().lane()));
        modules.forEach(module -> module.services().close());
        lanes.forEach(Lane::close);
        long end = System.nanoTime() + PATIENCE.toNanos();
        for (Lane lane : lanes) {
            if (!lane.awaitIdle(left(end))) {
                LOG.warn("{} doesn't end its calls; their threads are left behind", lane.site());
            }
        }
        registrations.forEach(Registration::close);
        end = System.nanoTime() + PATIENCE.toNanos();
        for (Registration<?> registration : registrations) {
            if (!registration.notices().awaitIdle(left(end))) {
                LOG.warn("{} doesn't close; it is left behind", registration.site());
            }
        }
        close(modules);
    }

    private void close(List<LoadedModule> open) throws InterruptedException {
        List<CountDownLatch> ends = new ArrayList<>();
        for (LoadedModule module : open) {
            CountDownLatch ended = new CountDownLatch(1);
            ends.add(ended);
            workers.execute(() -> {
                close(module);
                ended.countDown();
            });
        }
        long end = System.nanoTime() + PATIENCE.toNanos();
        for (int i = 0; i < ends.size(); i++) {
            if (!ends.get(i).await(left(end).toNanos(), TimeUnit.NANOSECONDS)) {
                LOG.warn(
                        "module '{}' doesn't close; it is left behind",
                        open.get(i).plan().name());
            }
        }
    }

    private void close(LoadedModule module) {
        try {
            Loaders.run(module.loader(), module.module()::close);
        } catch (Throwable failure) {
            Faults.rethrowIfFatal(failure);
            troubles.failed(module.services().lane().site(), "close", failure);
        }
    }

    private static Duration left(long end) {
        return Duration.ofNanos(Math.max(0, end - System.nanoTime()));
    }
}
