package dev.keyhole.host.engine;

import dev.keyhole.host.TimeSource;
import java.time.Duration;

/** What all parts of one engine share. */
final class EngineParts {

    private final Workers workers;
    private final TimeSource time;
    private final EngineSettings settings;
    private final TroubleLog troubles;
    private final DenialLog denials;
    private final HostMetrics metrics;
    private final Directory directory = new Directory();
    private volatile boolean closed;

    EngineParts(Workers workers, TimeSource time, EngineSettings settings, HostMetrics metrics) {
        this.workers = workers;
        this.time = time;
        this.settings = settings;
        this.troubles = new TroubleLog(time, settings);
        this.denials = new DenialLog(workers, time);
        this.metrics = metrics;
    }

    Workers workers() {
        return workers;
    }

    TimeSource time() {
        return time;
    }

    EngineSettings settings() {
        return settings;
    }

    Duration authenticationTimeout() {
        return settings.host().authenticationTimeout();
    }

    TroubleLog troubles() {
        return troubles;
    }

    DenialLog denials() {
        return denials;
    }

    HostMetrics metrics() {
        return metrics;
    }

    Directory directory() {
        return directory;
    }

    Lane lane(Site site, ClassLoader loader) {
        return new Lane(site, new Lane.Resources(workers, time, settings, troubles, metrics.callTime(site)), loader);
    }

    Notices notices(Site site, ClassLoader loader) {
        return new Notices(workers, site, loader, troubles);
    }

    boolean isClosed() {
        return closed;
    }

    /**
     * @return whether it wasn't closed before
     */
    synchronized boolean close() {
        boolean first = !closed;
        closed = true;
        return first;
    }
}
