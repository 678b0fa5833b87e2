package com.example.nighttime;

import dev.keyhole.spi.*;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.Set;

/** Denies everything at night, and has no opinion by day: then the next module of the chain decides. */
public final class Nighttime implements ModuleProvider {

    private static final Option<Integer> FROM =
            Option.integer("From", "hour at which the night begins, UTC", 0, 23).withDefault(22);
    private static final Option<Integer> UNTIL =
            Option.integer("Until", "hour at which the night ends, UTC", 0, 23).withDefault(6);

    @Override
    public Set<String> libraries() {
        return Set.of("example-nighttime");
    }

    @Override
    public OptionSchema options() {
        return OptionSchema.of(FROM, UNTIL);
    }

    @Override
    public SecurityModule load(ModuleSettings module) {
        return new SecurityModule() {
            @Override
            public Set<Capability> capabilities() {
                return Set.of(Capability.ENTITLEMENT);
            }

            @Override
            public EntitlementContext entitlement(ContextSettings use) {
                Clock clock = module.host().clock();
                return new Watch(use.options().get(FROM), use.options().get(UNTIL), clock);
            }

            @Override
            public void close() {}
        };
    }

    private static final class Watch implements EntitlementContext {

        private final int from;
        private final int until;
        private final Clock clock;
        private volatile boolean closed;

        Watch(int from, int until, Clock clock) {
            this.from = from;
            this.until = until;
            this.clock = clock;
        }

        @Override
        public KeyScope keyScope() {
            return KeyScope.USER;
        }

        @Override
        public EntitlementDecision check(EntitlementRequest request) {
            if (closed) {
                throw new IllegalStateException("closed");
            }
            int hour = clock.instant().atZone(ZoneOffset.UTC).getHour();
            boolean night = from <= until ? from <= hour && hour < until : from <= hour || hour < until;
            return night
                    ? new EntitlementDecision.Denied(Validity.notCached(), Explanation.of("it is night"))
                    : EntitlementDecision.abstained(Explanation.of("it is day"));
        }

        @Override
        public void close() {
            closed = true;
        }
    }
}
