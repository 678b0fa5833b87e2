package dev.keyhole.host.engine;

import dev.keyhole.host.Decision;
import dev.keyhole.host.TimeSource;
import dev.keyhole.spi.Operation;
import dev.keyhole.spi.Permission;
import dev.keyhole.spi.Resource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logs checks that weren't granted: each the first time, and what comes again within a minute as one line with its number.
 * Remembers a bounded number of different ones, of one user and of all; what is past that is only counted. So a client that
 * tries whatever comes to its mind doesn't hide what others are denied.
 */
final class DenialLog {

    private static final Logger LOG = LoggerFactory.getLogger("dev.keyhole.denied");
    private static final Duration PERIOD = Duration.ofMinutes(1);
    private static final int MAX_DIFFERENT = 1_000;
    private static final int MAX_DIFFERENT_OF_ONE = 100;

    /** What makes two denials the same. */
    private record Key(
            String transport,
            String user,
            Resource resource,
            Permission permission,
            Operation operation,
            Decision.Outcome outcome,
            String module) {}

    /** How many different ones are remembered of a user, and how often there were others. */
    private static final class OfUser {

        private final AtomicInteger different = new AtomicInteger();
        private final LongAdder others = new LongAdder();

        boolean isFull() {
            return different.get() >= MAX_DIFFERENT_OF_ONE;
        }
    }

    private final Workers workers;
    private final TimeSource time;

    /** How often each was there again since it was last logged. */
    private final ConcurrentHashMap<Key, LongAdder> again = new ConcurrentHashMap<>();

    /** Those of whom something is remembered. */
    private final ConcurrentHashMap<String, OfUser> users = new ConcurrentHashMap<>();

    private final LongAdder others = new LongAdder();
    private final AtomicBoolean scheduled = new AtomicBoolean();

    DenialLog(Workers workers, TimeSource time) {
        this.workers = workers;
        this.time = time;
    }

    void note(Session session, Resource resource, Permission permission, Operation operation, Decision decision) {
        Key key = new Key(
                session.connection().transport(),
                session.identity().userName(),
                resource,
                permission,
                operation,
                decision.outcome(),
                decision.module());
        LongAdder known = again.get(key);
        if (known != null) {
            known.increment();
        } else if (isAdmitted(key)) {
            write(line(key)
                    .fieldIfAny("rule", decision.explanation().rule())
                    .fieldIfAny("pattern", decision.explanation().pattern())
                    .field("reason", decision.explanation().detail())
                    .field("connection", session.connection().id()));
        }
        if (scheduled.compareAndSet(false, true)) {
            var unused = time.schedule(PERIOD, () -> workers.tell(this::sumUp));
        }
    }

    /** Whether it is new, and to be remembered; else it is counted. */
    private boolean isAdmitted(Key key) {
        if (again.size() >= MAX_DIFFERENT) {
            others.increment();
            return false;
        }
        OfUser user = users.computeIfAbsent(key.user(), name -> new OfUser());
        if (user.isFull()) {
            user.others.increment();
            return false;
        }
        LongAdder known = again.putIfAbsent(key, new LongAdder());
        if (known != null) {
            known.increment();
            return false;
        }
        user.different.incrementAndGet();
        return true;
    }

    /** Says what came again, and forgets what didn't. */
    void sumUp() {
        scheduled.set(false);
        List<LogText> lines = new ArrayList<>();
        for (Iterator<Key> keys = again.keySet().iterator(); keys.hasNext(); ) {
            Key key = keys.next();
            LongAdder count = again.get(key);
            long times = count == null ? 0 : count.sumThenReset();
            if (times == 0) {
                keys.remove();
                forgotten(key.user());
            } else {
                lines.add(line(key).field("repeated", times).field("seconds", PERIOD.toSeconds()));
            }
        }
        users.forEach((name, user) -> {
            long times = user.others.sumThenReset();
            if (times > 0) {
                lines.add(new LogText("denied")
                        .field("user", name)
                        .field("others", times)
                        .field("seconds", PERIOD.toSeconds()));
            }
        });
        users.values().removeIf(user -> user.different.get() <= 0);
        long uncounted = others.sumThenReset();
        if (uncounted > 0) {
            lines.add(new LogText("denied").field("others", uncounted).field("seconds", PERIOD.toSeconds()));
        }
        lines.forEach(DenialLog::write);
        if (!again.isEmpty() && scheduled.compareAndSet(false, true)) {
            var unused = time.schedule(PERIOD, () -> workers.tell(this::sumUp));
        }
    }

    private void forgotten(String userName) {
        OfUser user = users.get(userName);
        if (user != null) {
            user.different.decrementAndGet();
        }
    }

    private static LogText line(Key key) {
        return new LogText(key.outcome() == Decision.Outcome.UNAVAILABLE ? "unavailable" : "denied")
                .field("transport", key.transport())
                .field("user", key.user())
                .field("permission", key.permission().name().toLowerCase(Locale.ROOT))
                .field("operation", key.operation().name().toLowerCase(Locale.ROOT))
                .field("type", key.resource().type().name().toLowerCase(Locale.ROOT))
                .field("name", key.resource().name())
                .field("module", key.module());
    }

    private static void write(LogText line) {
        LOG.info("{}", line);
    }
}
