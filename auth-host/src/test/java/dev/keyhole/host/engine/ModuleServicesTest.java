package dev.keyhole.host.engine;

import static dev.keyhole.host.engine.TestConfiguration.chain;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.keyhole.host.Decision;
import dev.keyhole.host.Host;
import dev.keyhole.spi.ContextServices;
import dev.keyhole.spi.HostServices;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ModuleServicesTest {

    private final ManualTime time = new ManualTime();
    private final ScriptedModule module = ScriptedModule.named("scripted");
    private final AtomicInteger ran = new AtomicInteger();
    private Host host;
    private HostServices services;
    private ContextServices context;

    @BeforeEach
    void start() {
        module.atOpening = () -> {};
        host = Host.builder()
                .provider(module)
                .timeSource(time)
                .configuration(new TestConfiguration()
                        .module("one", "scripted")
                        .transport("mqtt", chain("one"), chain("one"))
                        .transport("amqp", chain("one"), chain("one"))
                        .build())
                .start();
        services = module.loads.get(0).host();
        context = module.openings.get(0).services();
    }

    @AfterEach
    void end() {
        host.close();
    }

    @Test
    void timeAndRandomnessAreTheHosts() {
        assertThat(services.nanoTime()).isEqualTo(time.nanoTime());
        assertThat(services.clock().instant()).isEqualTo(time.clock().instant());
        assertThat(services.random().nextLong()).isNotEqualTo(services.random().nextLong());
    }

    @Test
    void aTaskRunsOnceAfterItsDelayOnAThreadThatMayBlock() {
        CountDownLatch goOn = new CountDownLatch(1);
        Future<?> task = services.schedule(Duration.ofSeconds(5), () -> {
            LogonTest.awaitUninterruptibly(goOn);
            ran.incrementAndGet();
        });
        time.advance(Duration.ofMillis(4_999));
        assertThat(task).isNotDone();
        time.advance(Duration.ofMillis(1));
        goOn.countDown();
        await().untilAsserted(() -> assertThat(ran).hasValue(1));
        await().until(task::isDone);
        time.advance(Duration.ofHours(1));
        assertThat(ran).hasValue(1);
    }

    @Test
    void aTaskThatIsCancelledDoesntRun() {
        Future<?> task = services.schedule(Duration.ofSeconds(5), ran::incrementAndGet);
        task.cancel(false);
        time.advance(Duration.ofSeconds(5));
        assertThat(time.pending()).isZero();
        assertThat(ran).hasValue(0);
    }

    @Test
    void cancellingInterruptsATaskThatRuns() {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch interrupted = new CountDownLatch(1);
        Future<?> task = services.schedule(Duration.ZERO, () -> {
            begun.countDown();
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                interrupted.countDown();
            }
        });
        time.advance(Duration.ZERO);
        Client.await(begun);
        task.cancel(true);
        Client.await(interrupted);
    }

    @Test
    void aTaskThatHangsIsInterruptedAtTheLimitOfACall() {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch interrupted = new CountDownLatch(1);
        var unused = services.schedule(Duration.ZERO, () -> {
            begun.countDown();
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                interrupted.countDown();
            }
        });
        time.advance(Duration.ZERO);
        Client.await(begun);
        time.advance(Duration.ofSeconds(20));
        Client.await(interrupted);
    }

    @Test
    void aTaskThatThrowsIsLoggedUnderItsModule() {
        try (CapturedLog log = new CapturedLog("dev.keyhole.host")) {
            var unused = services.schedule(Duration.ZERO, () -> {
                throw new IllegalStateException("bug");
            });
            time.advance(Duration.ZERO);
            await().untilAsserted(() -> assertThat(log.linesWith("module 'one' (its own tasks) failed in a task"))
                    .hasSize(1));
        }
    }

    @Test
    void whatHasntRunWhenTheHostClosesNeverRuns() {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch interrupted = new CountDownLatch(1);
        var unused = services.schedule(Duration.ZERO, () -> {
            begun.countDown();
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                interrupted.countDown();
            }
        });
        Future<?> later = services.schedule(Duration.ofSeconds(5), ran::incrementAndGet);
        time.advance(Duration.ZERO);
        Client.await(begun);
        host.close();

        Client.await(interrupted);
        assertThat(later).isCancelled();
        assertThat(services.schedule(Duration.ZERO, ran::incrementAndGet)).isCancelled();
        time.advance(Duration.ofSeconds(5));
        assertThat(ran).hasValue(0);
    }

    @Test
    void aModuleMayDisconnectAConnection() {
        Client client = Client.loggedOn(host, "mqtt", "falken");
        services.disconnect(client.connection.info().id(), "token ended");
        services.disconnect("nobody", "token ended");
        await().untilAsserted(() -> assertThat(client.disconnects).containsExactly("token ended"));
        assertThat(client.read("desk").outcome()).isEqualTo(Decision.Outcome.DENIED);
    }

    @Test
    void aModuleMayResetAUserOfItsTransport() {
        Client falken = Client.loggedOn(host, "mqtt", "falken");
        Client joshua = Client.loggedOn(host, "mqtt", "joshua");
        Client elsewhere = Client.loggedOn(host, "amqp", "falken");
        context.resetUser("falken", "document changed");

        await().untilAsserted(() -> assertThat(falken.disconnects).containsExactly("document changed"));
        assertThat(joshua.disconnects).isEmpty();
        assertThat(elsewhere.disconnects).isEmpty();
        assertThat(module.resets).as("the module knows already").isEmpty();
    }

    @Test
    void aModuleMayForgetAUserAndLeaveItConnected() {
        Client falken = Client.loggedOn(host, "mqtt", "falken");
        falken.read("desk");
        module.checks.clear();
        context.forgetUser("falken");

        assertThat(falken.read("desk").isGrantedInFull()).isTrue();
        assertThat(module.checks).hasSize(1);
        assertThat(falken.disconnects).isEmpty();
    }
}
