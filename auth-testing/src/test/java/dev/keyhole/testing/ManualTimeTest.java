package dev.keyhole.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class ManualTimeTest {

    private static final Instant START = Instant.parse("2026-06-01T12:00:00Z");

    private final ManualTime time = new ManualTime(START);
    private final List<String> ran = new ArrayList<>();

    @Test
    void standsStillUntilItIsMoved() {
        Clock clock = time.clock();
        assertThat(clock.instant()).isEqualTo(START);
        time.advance(Duration.ofMinutes(1));
        assertThat(clock.instant()).isEqualTo(START.plusSeconds(60));
        assertThat(clock.withZone(ZoneId.of("Asia/Tokyo")).instant()).isEqualTo(START.plusSeconds(60));
        assertThat(time.nanoTime()).isEqualTo(Duration.ofMinutes(1).toNanos());
    }

    @Test
    void runsWhatIsDueInTheOrderOfTheTimes() {
        Future<?> late = time.schedule(Duration.ofSeconds(3), () -> ran.add("late"));
        schedule(1, "first");
        schedule(1, "second");
        schedule(0, "at once");
        schedule(-5, "at once too");
        assertThat(ran).isEmpty();

        time.advance(Duration.ZERO);
        assertThat(ran).containsExactly("at once at 0", "at once too at 0");
        time.advance(Duration.ofSeconds(2));
        assertThat(ran).endsWith("first at 1", "second at 1").hasSize(4);
        assertThat(late.isDone()).isFalse();
        time.advance(Duration.ofSeconds(1));
        assertThat(ran).endsWith("late");
        assertThat(late.isDone()).isTrue();
        assertThat(time.waiting()).isZero();
    }

    @Test
    void runsWhatATaskSchedulesInTheSameMove() {
        Future<?> unused = time.schedule(Duration.ofSeconds(1), () -> schedule(1, "again"));
        time.advance(Duration.ofSeconds(5));
        assertThat(ran).containsExactly("again at 2");
    }

    @Test
    void neverRunsWhatIsCancelled() {
        Future<?> task = time.schedule(Duration.ofSeconds(1), () -> ran.add("cancelled"));
        assertThat(task.cancel(true)).isTrue();
        assertThat(time.waiting()).isZero();
        time.advance(Duration.ofSeconds(2));
        assertThat(ran).isEmpty();
    }

    @Test
    void tellsThatATaskFailedOnceAllHaveRun() {
        Future<?> unused = time.schedule(Duration.ofSeconds(1), () -> {
            throw new IllegalArgumentException("broken");
        });
        schedule(2, "next");
        assertThatIllegalStateException()
                .isThrownBy(() -> time.advance(Duration.ofSeconds(2)))
                .withRootCauseExactlyInstanceOf(IllegalArgumentException.class);
        assertThat(ran).containsExactly("next at 2");
    }

    @Test
    void neverGoesBack() {
        assertThatIllegalArgumentException().isThrownBy(() -> time.advance(Duration.ofNanos(-1)));
    }

    private void schedule(int seconds, String name) {
        Future<?> unused = time.schedule(
                Duration.ofSeconds(seconds),
                () -> ran.add(name + " at " + Duration.ofNanos(time.nanoTime()).toSeconds()));
    }
}
