package dev.keyhole.host.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyhole.spi.Place;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What becomes of tasks when the system has no thread for them. */
class WorkersTest {

    private final AtomicBoolean exhausted = new AtomicBoolean();
    private final Workers workers = Workers.platform(thread -> {
        if (exhausted.get()) {
            throw new OutOfMemoryError("unable to create native thread");
        }
    });

    @AfterEach
    void close() {
        workers.close();
    }

    @Test
    void aTaskThatFollowsRunsLaterIfThereIsNoOtherThreadForIt() {
        CountDownLatch followed = new CountDownLatch(1);
        CountDownLatch ran = new CountDownLatch(1);
        workers.execute(() -> {
            assertThat(workers.follow(followed::countDown)).isTrue();
            exhausted.set(true);
            Handover here = new Handover(workers, true);
            here.execute(ran::countDown);
            here.close();
        });

        Client.await(ran);
        Client.await(followed);
    }

    @Test
    void nothingFollowsOnAThreadThatRunsTheBrokersCode() {
        CompletableFuture<Boolean> follows = new CompletableFuture<>();
        workers.execute(() -> workers.tellHere(() -> follows.complete(workers.follow(() -> {}))));

        assertThat(Client.get(follows)).isFalse();
    }

    @Test
    void whatCouldNotBeToldIsToldWithTheNext() {
        Site site = new Site("one", "t", Place.AUTHENTICATION);
        Notices notices = new Notices(workers, site, getClass().getClassLoader(), null);
        CountDownLatch first = new CountDownLatch(1);
        CountDownLatch second = new CountDownLatch(1);
        exhausted.set(true);
        notices.tell(first::countDown);
        exhausted.set(false);
        notices.tell(second::countDown);

        Client.await(first);
        Client.await(second);
    }
}
