package dev.keyhole.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class TallyTest {

    @Test
    void oneThreadIsCountedExactlyAndByKind() {
        Tally tally = new Tally(3);
        for (int i = 1; i <= 1_000; i++) {
            assertThat(tally.add(0)).isEqualTo(i);
        }
        tally.add(2);

        assertThat(tally.sum(0)).isEqualTo(1_000);
        assertThat(tally.sum(1)).isZero();
        assertThat(tally.sum(2)).isEqualTo(1);
        assertThat(tally.sum()).isEqualTo(1_001);
    }

    @Test
    void threadsOneAfterTheOtherAddUp() throws Exception {
        Tally tally = new Tally(1);
        for (int thread = 0; thread < 200; thread++) {
            Thread adder = new Thread(() -> {
                for (int i = 0; i < 100; i++) {
                    long unused = tally.add(0);
                }
            });
            adder.start();
            adder.join();
        }
        assertThat(tally.sum()).isEqualTo(20_000);
    }

    /** Two threads of one place lose counts of each other; those of two places don't. */
    @Test
    void threadsOfDifferentPlacesLoseNothing() throws Exception {
        List<Thread> threads = new ArrayList<>();
        Tally tally = new Tally(2);
        int each = 200_000;
        CountDownLatch begin = new CountDownLatch(1);
        List<Integer> places = new ArrayList<>();
        while (threads.size() < 4) {
            Thread thread = new Thread(() -> {
                try {
                    begin.await();
                } catch (InterruptedException e) {
                    return;
                }
                for (int i = 0; i < each; i++) {
                    long unused = tally.add(1);
                }
            });
            int place = Tally.place(thread.getId());
            if (!places.contains(place)) {
                places.add(place);
                threads.add(thread);
            }
        }
        threads.forEach(Thread::start);
        begin.countDown();
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(tally.sum(1)).isEqualTo(4L * each);
        assertThat(tally.sum(0)).isZero();
    }

    @Test
    void threadsInARowGetDifferentPlaces() {
        List<Integer> places = new ArrayList<>();
        for (long id = 1_000; id < 1_016; id++) {
            places.add(Tally.place(id));
        }
        assertThat(places).doesNotHaveDuplicates().allMatch(place -> place >= 0 && place < 64);
    }

    @Test
    void moreKindsThanFitOnALineAreRefused() {
        assertThatThrownBy(() -> new Tally(0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Tally(9)).isInstanceOf(IllegalArgumentException.class);
    }
}
