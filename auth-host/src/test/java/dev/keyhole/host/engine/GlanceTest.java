package dev.keyhole.host.engine;

import static dev.keyhole.host.engine.TestConfiguration.chain;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keyhole.host.Decision;
import dev.keyhole.host.Host;
import dev.keyhole.host.Scope;
import dev.keyhole.spi.EntitlementDecision;
import dev.keyhole.spi.Explanation;
import dev.keyhole.spi.ResourceType;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The shortest way of a check whose answer is known: it must know all that the long way knows. */
class GlanceTest {

    private final ScriptedModule module = ScriptedModule.named("scripted");
    private Host host;

    @BeforeEach
    void start() {
        host = Host.builder()
                .provider(module)
                .configuration(new TestConfiguration()
                        .module("one", "scripted")
                        .transport("mqtt", chain("one"), chain("one"))
                        .build())
                .start();
    }

    @AfterEach
    void end() {
        host.close();
    }

    private Client warm(String user) {
        Client client = Client.loggedOn(host, "mqtt", user);
        for (int i = 0; i < 3; i++) {
            assertThat(client.read("desk").isGrantedInFull()).isTrue();
        }
        return client;
    }

    @Test
    void aConnectionThatEndedIsDeniedWhatItWasGrantedThoughOthersOfTheUserStillAre() {
        Client stays = warm("falken");
        Client goes = warm("falken");
        goes.close();
        assertThat(goes.read("desk").outcome()).isEqualTo(Decision.Outcome.DENIED);
        assertThat(goes.readLater("desk").join().outcome()).isEqualTo(Decision.Outcome.DENIED);
        assertThat(stays.read("desk").isGrantedInFull()).isTrue();
    }

    @Test
    void aResetOfTheUserEndsWhatItsConnectionsFind() {
        Client client = warm("falken");
        Client other = warm("joshua");
        module.check = request -> EntitlementDecision.denied(Explanation.of("no more"));
        host.entitlement().reset(Scope.all().forUser("falken"));
        assertThat(client.read("desk").outcome()).isEqualTo(Decision.Outcome.DENIED);
        assertThat(other.read("desk").isGrantedInFull()).isTrue();
    }

    @Test
    void whatIsDeniedAndWhatIsLimitedIsFoundToo() {
        module.check = request -> request.resource().type() != ResourceType.TOPIC
                        || request.resource().name().equals("desk")
                ? EntitlementDecision.granted(Explanation.of("yes"))
                : EntitlementDecision.denied(Explanation.of("no"));
        Client client = warm("falken");
        Decision denied = client.read("secret");
        assertThat(denied.outcome()).isEqualTo(Decision.Outcome.DENIED);
        assertThat(client.read("secret")).isSameAs(denied);
        assertThat(client.read("desk").isGrantedInFull()).isTrue();
    }

    @Test
    void whileEntitlementIsDisabledNothingOfBeforeIsFound() {
        Client client = warm("falken");
        host.entitlement().disable(Scope.all());
        assertThat(client.read("desk").explanation().detail()).contains("entitlement is disabled");
        assertThat(client.read("desk").explanation().detail()).contains("entitlement is disabled");
        module.check = request -> EntitlementDecision.denied(Explanation.of("no more"));
        host.entitlement().enable(Scope.all());
        assertThat(client.read("desk").outcome()).isEqualTo(Decision.Outcome.DENIED);
    }

    /** Threads check all the time; once a connection's end has returned, none of them is granted anything any more. */
    @Test
    void nobodyIsGrantedAnythingAfterTheEndOfTheConnection() throws Exception {
        // Another connection of the user keeps the answers in the cache.
        Client stays = warm("falken");
        ExecutorService executor = Executors.newFixedThreadPool(2);
        try {
            for (int round = 0; round < 200; round++) {
                Client client = warm("falken");
                AtomicBoolean ended = new AtomicBoolean();
                AtomicBoolean over = new AtomicBoolean();
                CountDownLatch running = new CountDownLatch(1);
                Future<Integer> wrong = executor.submit(() -> {
                    int granted = 0;
                    while (!over.get()) {
                        boolean late = ended.get();
                        Decision decision = client.read("desk");
                        granted += late && decision.isGrantedInFull() ? 1 : 0;
                        running.countDown();
                    }
                    return granted;
                });
                Client.await(running);
                client.close();
                ended.set(true);
                for (int i = 0; i < 20; i++) {
                    assertThat(client.read("desk").outcome()).isEqualTo(Decision.Outcome.DENIED);
                }
                over.set(true);
                assertThat(wrong.get(30, TimeUnit.SECONDS)).isZero();
            }
            assertThat(stays.read("desk").isGrantedInFull()).isTrue();
        } finally {
            executor.shutdownNow();
        }
    }
}
