package dev.keyhole.host.engine;

import dev.keyhole.host.TimeSource;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells of modules that are slow, stuck or broken: each trouble of each use of a module at once, and at most once a minute,
 * with how often it was there since.
 */
final class TroubleLog {

    private static final Logger LOG = LoggerFactory.getLogger("dev.keyhole.host");
    private static final long PAUSE = Nanos.of(Duration.ofMinutes(1));
    private static final int STACK_LIMIT = 24;

    /** When a trouble was told last, and how often it has been there since. */
    private static final class Last {
        private long toldAt;
        private int untold;
    }

    private final TimeSource time;
    private final EngineSettings settings;

    /** By site and kind of trouble, which are as many as the configuration has. */
    private final Map<String, Last> told = new HashMap<>();

    TroubleLog(TimeSource time, EngineSettings settings) {
        this.time = time;
        this.settings = settings;
    }

    void tell(Lane.Trouble trouble, Site site, String what, long nanos, int running, StackTraceElement[] stack) {
        int untold = untold(trouble + " " + site);
        if (untold < 0) {
            return;
        }
        String since = Nanos.inWords(Nanos.millis(nanos) * 1_000_000);
        String message =
                switch (trouble) {
                    case SLOW ->
                        site + " has been busy with a " + what + " for " + since + "; it is given up after "
                                + Nanos.inWords(Nanos.of(settings.callTimeout()));
                    case STUCK ->
                        site + " is stuck in a " + what + " for " + since
                                + ": it was interrupted and goes on; until it ends it keeps a place of those calls that may run";
                };
        LOG.warn(
                "{} ({} of {} calls run{}){}",
                message,
                running,
                settings.maxConcurrentCalls(),
                more(untold),
                at(stack));
    }

    /** A module failed in a way that its contract doesn't foresee. */
    void failed(Site site, String what, Throwable failure) {
        int untold = untold("FAILED " + site);
        if (untold >= 0) {
            LOG.warn("{} failed in a {}{}", site, what, more(untold), PrintableFailure.of(failure));
        }
    }

    private static String more(int untold) {
        return untold == 0 ? "" : ", and " + untold + " times more in the last minute";
    }

    /** How often it was there unmentioned, or less than zero if it isn't to be mentioned now. */
    private synchronized int untold(String key) {
        long now = time.nanoTime();
        Last last = told.get(key);
        if (last != null && now - last.toldAt < PAUSE) {
            last.untold++;
            return -1;
        }
        Last next = last == null ? new Last() : last;
        int untold = next.untold;
        next.toldAt = now;
        next.untold = 0;
        told.put(key, next);
        return untold;
    }

    private static String at(StackTraceElement[] stack) {
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < Math.min(stack.length, STACK_LIMIT); i++) {
            lines.append(System.lineSeparator()).append("\tat ").append(stack[i]);
        }
        return lines.toString();
    }
}
