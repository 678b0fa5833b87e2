package dev.keyhole.host.engine;

import dev.keyhole.cache.CachedEntitlement;
import dev.keyhole.cache.Tally;
import dev.keyhole.host.Decision;
import dev.keyhole.spi.Metrics;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Timer;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongConsumer;
import java.util.function.ToDoubleFunction;

/**
 * What the host itself counts and measures. Tags are names out of the configuration and words of the host's own; nothing
 * that a client sent is ever one.
 */
final class HostMetrics {

    private static final String TRANSPORT = "transport";
    private static final String MODULE = "module";

    private static final String CHECKS = "keyhole.checks";
    private static final String CHECKS_HELP = "Checks decided; at once means that no module had to be asked";
    private static final String AT_ONCE = "at_once";

    private final Meters meters;

    HostMetrics(Meters meters) {
        this.meters = meters;
    }

    /** How many checks of a transport were decided, by outcome. */
    static final class Checks {

        private final AtOnce[] atOnce;
        private final LongAdder[] asked;

        private Checks(AtOnce[] atOnce, LongAdder[] asked) {
            this.atOnce = atOnce;
            this.asked = asked;
        }

        /** At once, by the host itself. What caches know they count themselves. */
        @SuppressWarnings("EnumOrdinal") // the array is made from the same values
        void byHost(Decision.Outcome outcome) {
            atOnce[outcome.ordinal()].byHost().increment();
        }

        @SuppressWarnings("EnumOrdinal") // the array is made from the same values
        void asked(Decision.Outcome outcome) {
            asked[outcome.ordinal()].increment();
        }
    }

    /** Checks with one outcome that were decided at once. Held weakly by the registry. */
    private record AtOnce(LongAdder byHost, List<Tally> caches, Decision.Outcome outcome) {

        double sum() {
            long known =
                    switch (outcome) {
                        case GRANTED -> ofCaches(CachedEntitlement.GRANTED);
                        case DENIED -> ofCaches(CachedEntitlement.DENIED);
                        case UNAVAILABLE -> 0;
                    };
            return known + byHost.sum();
        }

        private long ofCaches(int kind) {
            return caches.stream().mapToLong(hits -> hits.sum(kind)).sum();
        }
    }

    Checks checks(String transport, List<EntitlementUse> uses) {
        List<Tally> caches = uses.stream().map(EntitlementUse::hits).toList();
        Decision.Outcome[] outcomes = Decision.Outcome.values();
        AtOnce[] atOnce = new AtOnce[outcomes.length];
        LongAdder[] asked = new LongAdder[outcomes.length];
        for (int i = 0; i < outcomes.length; i++) {
            String outcome = word(outcomes[i]);
            atOnce[i] = new AtOnce(new LongAdder(), caches, outcomes[i]);
            meters.counted(
                    CHECKS,
                    CHECKS_HELP,
                    Map.of(TRANSPORT, transport, "outcome", outcome, AT_ONCE, "yes"),
                    atOnce[i],
                    AtOnce::sum);
            asked[i] =
                    meters.adder(CHECKS, CHECKS_HELP, Map.of(TRANSPORT, transport, "outcome", outcome, AT_ONCE, "no"));
        }
        return new Checks(atOnce, asked);
    }

    /** Counts and measures the logons of a transport. */
    final class Logons {

        private final String transport;
        private final Map<LogonLog.Outcome, Optional<Timer>> times = new EnumMap<>(LogonLog.Outcome.class);

        /** By outcome and reason, which are few words: to look one up in a registry takes longer than all else here. */
        private final Map<Ended, Optional<Counter>> counters = new ConcurrentHashMap<>();

        private record Ended(LogonLog.Outcome outcome, String reason) {}

        private Logons(String transport) {
            this.transport = transport;
            for (LogonLog.Outcome outcome : LogonLog.Outcome.values()) {
                if (outcome != LogonLog.Outcome.CHALLENGED) {
                    times.put(
                            outcome,
                            Optional.ofNullable(meters.timer(
                                    "keyhole.logon.time",
                                    "Time that whole logons took",
                                    Map.of(TRANSPORT, transport, "outcome", word(outcome)))));
                }
            }
        }

        /**
         * @param reason why it was refused, or a dash
         */
        void ended(LogonLog.Outcome outcome, String reason, long nanos) {
            counters.computeIfAbsent(new Ended(outcome, reason), this::counter).ifPresent(Counter::increment);
            times.getOrDefault(outcome, Optional.empty()).ifPresent(timer -> timer.record(nanos, TimeUnit.NANOSECONDS));
        }

        private Optional<Counter> counter(Ended ended) {
            return Optional.ofNullable(meters.counter(
                    "keyhole.logons",
                    "Logons that ended",
                    Map.of(TRANSPORT, transport, "outcome", word(ended.outcome()), "reason", ended.reason())));
        }
    }

    Logons logons(String transport) {
        return new Logons(transport);
    }

    /** Shows what a use of a module does: its calls, and those that nobody got an answer from. */
    void watch(Registration<?> registration) {
        Map<String, String> tags = tags(registration.site());
        meters.counted(
                "keyhole.faults",
                "Questions that a module couldn't answer; a denial isn't one",
                tags,
                registration.faults());
        lanes("keyhole.calls.running", "Calls of a module that run", tags, registration, Lane::running);
        lanes("keyhole.calls.waiting", "Calls of a module that wait for their turn", tags, registration, Lane::waiting);
    }

    private void lanes(
            String name,
            String help,
            Map<String, String> tags,
            Registration<?> registration,
            ToDoubleFunction<Lane> size) {
        meters.gauge(name, help, tags, () -> registration.lanes().stream()
                .mapToDouble(size)
                .sum());
    }

    /** Takes how long each call of a use of a module took, in nanoseconds. */
    LongConsumer callTime(Site site) {
        Timer timer = meters.timer("keyhole.call.time", "Time that calls of a module took", tags(site));
        return timer == null ? nanos -> {} : nanos -> timer.record(nanos, TimeUnit.NANOSECONDS);
    }

    /** Shows the cache of a use of a module. */
    void watch(EntitlementUse use) {
        Site site = use.registration().site();
        Map<String, String> tags = Map.of(MODULE, site.module(), TRANSPORT, site.user());
        meters.counted("keyhole.cache.hits", "Checks whose answer was in the cache", tags, use.hits(), Tally::sum);
        meters.counted("keyhole.cache.misses", "Checks that the module was asked", tags, use.misses());
        meters.gauge("keyhole.cache.size", "Answers in the cache", tags, use::cachedDecisions);
        meters.gauge("keyhole.cache.bytes", "Memory that these take, about", tags, use::cachedBytes);
    }

    void watch(EngineTransport transport) {
        meters.gauge(
                "keyhole.connections",
                "Open connections",
                Map.of(TRANSPORT, transport.name()),
                transport.roster()::size);
    }

    /**
     * @param what {@code authentication} or {@code entitlement}
     * @param scope {@code all}, {@code transport} or {@code user}
     * @param by {@code operator} or {@code module}
     */
    void reset(String what, String scope, String by) {
        Counter counter = meters.counter("keyhole.resets", "Resets", Map.of("what", what, "scope", scope, "by", by));
        if (counter != null) {
            counter.increment();
        }
    }

    Metrics of(String module) {
        return new ModuleMetrics(meters, module);
    }

    private static Map<String, String> tags(Site site) {
        String use =
                switch (site.place()) {
                    case AUTHENTICATION, ENTITLEMENT, AUTHENTICATOR -> word(site.place());
                    case MODULE -> "tasks";
                };
        return Map.of(MODULE, site.module(), "use", use, "on", site.user().isEmpty() ? "-" : site.user());
    }

    /** An enum's constant as a tag. */
    static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    String text() {
        return PrometheusText.of(meters.all());
    }
}
