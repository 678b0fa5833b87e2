package dev.keyhole.host.engine;

import static dev.keyhole.host.engine.TestConfiguration.chain;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.keyhole.host.Decision;
import dev.keyhole.host.Host;
import dev.keyhole.host.LogonOutcome;
import dev.keyhole.host.Scope;
import dev.keyhole.spi.AttachmentKey;
import dev.keyhole.spi.AuthenticationResult;
import dev.keyhole.spi.EntitlementDecision;
import dev.keyhole.spi.Explanation;
import dev.keyhole.spi.Identity;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/**
 * Clients come, ask and go while policies change, each change with a reset. Whoever is let in, or told something, after a
 * reset has returned must not have it from a policy that was replaced by it.
 */
class ResetRaceTest {

    private static final AttachmentKey<Integer> POLICY = AttachmentKey.of(Integer.class);

    private final AtomicInteger policy = new AtomicInteger();
    private final AtomicInteger inForce = new AtomicInteger();
    private final AtomicBoolean stop = new AtomicBoolean();
    private final ScriptedModule module = ScriptedModule.named("scripted");

    @Test
    void nobodyLivesOnWithOldRights() throws Exception {
        module.logon = (connection, request) -> new AuthenticationResult.Accepted(
                Identity.of(request.userName()).with(POLICY, policy.get()));
        module.check = request -> EntitlementDecision.granted(Explanation.of(Integer.toString(policy.get())));
        ExecutorService executor = Executors.newFixedThreadPool(4);
        try (Host host = Host.builder()
                .provider(module)
                .configuration(new TestConfiguration()
                        .module("one", "scripted")
                        .transport("mqtt", chain("one"), chain("one"))
                        .build())
                .start()) {
            List<Future<Integer>> clients = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                Random random = new Random(i);
                clients.add(executor.submit(() -> comeAskAndGo(host, random)));
            }
            change(host);
            stop.set(true);
            int answers = 0;
            for (Future<Integer> client : clients) {
                answers += client.get(60, TimeUnit.SECONDS);
            }
            assertThat(answers).isPositive();
        } finally {
            stop.set(true);
            executor.shutdownNow();
        }
        await().until(module::allReleasedOnce);
        assertThat(module.openExchanges).hasValue(0);
        assertThat(module.openContexts).hasValue(0);
    }

    private void change(Host host) {
        Random random = new Random(42);
        for (int next = 1; next <= 400; next++) {
            policy.set(next);
            switch (random.nextInt(5)) {
                case 0 -> {
                    host.authentication().reset(Scope.all());
                    host.entitlement().reset(Scope.all());
                }
                case 1 -> {
                    host.entitlement().reset(Scope.all());
                    host.authentication().reset(Scope.all().onTransport("mqtt"));
                }
                default -> {
                    host.authentication().reset(Scope.all().forUser("falken"));
                    host.entitlement().reset(Scope.all().forUser("falken"));
                }
            }
            inForce.set(next);
            // Some logons shall get through between two changes.
            LockSupport.parkNanos(300_000);
        }
    }

    private int comeAskAndGo(Host host, Random random) {
        int answers = 0;
        while (!stop.get()) {
            int beforeLogon = inForce.get();
            try (Client client = Client.on(host, "mqtt")) {
                LogonOutcome outcome = client.logon("falken");
                if (outcome instanceof LogonOutcome.Accepted accepted) {
                    assertThat(accepted.identity().attachment(POLICY).orElseThrow())
                            .isGreaterThanOrEqualTo(beforeLogon);
                }
                for (int i = 0; i < 20; i++) {
                    int beforeCheck = inForce.get();
                    Decision decision = client.read("topic/" + random.nextInt(10));
                    if (decision.outcome() == Decision.Outcome.GRANTED) {
                        answers++;
                        assertThat(Integer.parseInt(decision.explanation().detail()))
                                .isGreaterThanOrEqualTo(beforeCheck);
                        int bound = ((LogonOutcome.Accepted) outcome)
                                .identity()
                                .attachment(POLICY)
                                .orElseThrow();
                        assertThat(bound).isGreaterThanOrEqualTo(beforeCheck);
                    }
                }
            }
        }
        return answers;
    }
}
