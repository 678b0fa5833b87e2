package dev.keyhole.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** One thread, and lines before it. */
class FairQueueTest {

    private final List<String> events = Collections.synchronizedList(new ArrayList<>());
    private final CountDownLatch gate = new CountDownLatch(1);
    private final FairQueue queue = new FairQueue(1, 4, "test");

    @AfterEach
    void close() {
        gate.countDown();
        queue.close();
    }

    private void add(String key, String name) {
        queue.add(key, task(name, () -> {}));
    }

    private FairQueue.Task task(String name, Runnable before) {
        return new FairQueue.Task() {
            @Override
            public void run() {
                before.run();
                events.add(name);
            }

            @Override
            public void dropped(FairQueue.Drop why) {
                events.add((why == FairQueue.Drop.LONGEST_LINE ? "no " : "no room for ") + name);
            }
        };
    }

    private void occupy() {
        queue.add("busy", task("busy", () -> {
            try {
                assertThat(gate.await(60, TimeUnit.SECONDS)).isTrue();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }));
    }

    private void awaitEvents(String... expected) {
        await().atMost(Duration.ofMinutes(1))
                .untilAsserted(() -> assertThat(events).containsExactly(expected));
    }

    @Test
    void linesTakeTurns() {
        occupy();
        add("a", "a1");
        add("a", "a2");
        add("a", "a3");
        add("b", "b1");
        gate.countDown();
        awaitEvents("busy", "a1", "b1", "a2", "a3");
    }

    @Test
    void theLongestLineMakesRoom() {
        occupy();
        for (int i = 1; i <= 5; i++) {
            add("a", "a" + i);
        }
        add("b", "b1");
        add("c", "c1");
        add("b", "b2");
        gate.countDown();
        awaitEvents("no a5", "no a4", "no a3", "no b2", "busy", "a1", "b1", "c1", "a2");
    }

    @Test
    void whereNoLineIsTooLongThereIsNoRoom() {
        occupy();
        for (String line : List.of("a", "b", "c", "d", "e")) {
            add(line, line + "1");
        }
        gate.countDown();
        awaitEvents("no room for e1", "busy", "a1", "b1", "c1", "d1");
    }

    @Test
    void aTaskThatFailsStopsNothing() {
        queue.add("a", task("a1", () -> {
            throw new IllegalStateException("broken");
        }));
        add("a", "a2");
        awaitEvents("a2");
    }

    @Test
    void whatWaitsWhenItClosesIsDropped() {
        occupy();
        add("a", "a1");
        queue.close();
        add("a", "a2");
        assertThat(events).contains("no room for a1", "no room for a2");
        assertThat(queue.waiting()).isZero();
    }
}
