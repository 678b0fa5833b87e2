package dev.keyhole.host.engine;

import static dev.keyhole.host.engine.ScriptedModule.accept;
import static dev.keyhole.host.engine.TestConfiguration.chain;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.keyhole.host.Host;
import dev.keyhole.host.LogonOutcome;
import dev.keyhole.spi.AuthenticationResult;
import dev.keyhole.spi.EntitlementDecision;
import dev.keyhole.spi.Explanation;
import dev.keyhole.spi.LogonRequest;
import dev.keyhole.spi.Permission;
import dev.keyhole.spi.Secret;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Calls that wait for their turn run on the threads of those before them, and wait for nobody else. */
class FollowingCallTest {

    private final ScriptedModule module = ScriptedModule.named("scripted");
    private final CountDownLatch goOn = new CountDownLatch(1);
    private Host host;

    @BeforeEach
    void start() {
        start(1);
        module.known = request -> request.permission() == Permission.LOGON;
    }

    private void start(int places) {
        host = Host.builder()
                .provider(module)
                .configuration(new TestConfiguration()
                        .set("MaxConcurrentCalls", String.valueOf(places))
                        .module("one", "scripted")
                        .transport("t", chain("one"), chain("one"))
                        .build())
                .start();
    }

    @AfterEach
    void end() {
        goOn.countDown();
        host.close();
        await().until(module::allReleasedOnce);
    }

    @Test
    void asManyThreadsAsPlacesDoForAllLogons() {
        host.close();
        start(4);
        Set<Thread> threads = ConcurrentHashMap.newKeySet();
        module.logon = (connection, request) -> {
            threads.add(Thread.currentThread());
            goOn.await();
            return accept(request.userName());
        };
        List<CompletableFuture<LogonOutcome>> outcomes = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            outcomes.add(Client.on(host, "t").logonLater("user" + i));
        }
        goOn.countDown();

        outcomes.forEach(outcome -> assertThat(Client.get(outcome)).isInstanceOf(LogonOutcome.Accepted.class));
        // On virtual threads there is nothing to be spared.
        int threadsAtMost = Runtime.version().feature() < 24 ? 4 : 500;
        assertThat(threads).hasSizeLessThanOrEqualTo(threadsAtMost);
    }

    @Test
    void aBrokerThatWaitsWhereItHearsOfALogonHoldsUpNoOther() {
        assertHoldsUpNoOther(accept("falken"));
    }

    @Test
    void aBrokerThatWaitsWhereItHearsOfAChallengeHoldsUpNoOther() {
        assertHoldsUpNoOther(new AuthenticationResult.Challenge(Secret.of("who?")));
    }

    /** The broker waits for the second logon where it hears of the first. */
    private void assertHoldsUpNoOther(AuthenticationResult first) {
        CompletableFuture<LogonOutcome> second = new CompletableFuture<>();
        module.logon = (connection, request) -> {
            goOn.await();
            return request.userName().equals("falken") ? first : accept(request.userName());
        };
        CompletableFuture<LogonOutcome> heard =
                Client.on(host, "t").logonLater("falken").thenApply(outcome -> Client.get(second));
        Client.on(host, "t").logonLater("lightman").thenAccept(second::complete);
        goOn.countDown();

        assertThat(Client.get(heard)).isInstanceOf(LogonOutcome.Accepted.class);
    }

    @Test
    void aBrokerThatWaitsWhereItHearsOfACheckHoldsUpNoOther() {
        try (Client client = Client.loggedOn(host, "t", "falken")) {
            module.check = request -> {
                goOn.await();
                return EntitlementDecision.granted(Explanation.of("as scripted"));
            };
            CompletableFuture<Boolean> second = new CompletableFuture<>();
            CompletableFuture<Boolean> heard = client.readLater("desk").thenApply(decision -> Client.get(second));
            client.readLater("fx").thenAccept(decision -> second.complete(decision.isGrantedInFull()));
            goOn.countDown();

            assertThat(Client.get(heard)).isTrue();
        }
    }

    @Test
    void whatIsAtHandBringsNoCallIntoTheBrokersCode() {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch waiting = new CountDownLatch(1);
        try (Client other = Client.loggedOn(host, "t", "lightman");
                Client client = Client.on(host, "t")) {
            module.known = request -> request.permission() == Permission.LOGON
                    || request.resource().name().equals("fx");
            module.logon = (connection, request) -> {
                goOn.await();
                return accept(request.userName());
            };
            module.check = request -> {
                if (request.resource().name().equals("fx")) {
                    asked.countDown();
                    waiting.await();
                }
                return EntitlementDecision.granted(Explanation.of("as scripted"));
            };
            CompletableFuture<Boolean> second = new CompletableFuture<>();
            CompletableFuture<Boolean> heard = client.logonLater("falken").thenApply(outcome -> {
                client.read("fx");
                return Client.get(second);
            });
            goOn.countDown();
            Client.await(asked);
            other.readLater("desk").thenAccept(decision -> second.complete(decision.isGrantedInFull()));
            waiting.countDown();

            assertThat(Client.get(heard)).isTrue();
        }
    }

    @Test
    void aModuleThatWaitsForItsCheckAtLogonHoldsUpNoOther() {
        CountDownLatch secondIsIn = new CountDownLatch(1);
        module.known = request -> false;
        module.logon = (connection, request) -> {
            goOn.await();
            if (request.userName().equals("lightman")) {
                secondIsIn.countDown();
            }
            return accept(request.userName());
        };
        module.check = request -> {
            if (request.identity().userName().equals("falken")) {
                secondIsIn.await();
            }
            return EntitlementDecision.granted(Explanation.of("as scripted"));
        };
        CompletableFuture<LogonOutcome> first = Client.on(host, "t").logonLater("falken");
        CompletableFuture<LogonOutcome> second =
                Client.on(host, "t").logonLater(LogonRequest.explicit("lightman", Secret.of("pencil")));
        goOn.countDown();

        assertThat(Client.get(second)).isInstanceOf(LogonOutcome.Accepted.class);
        assertThat(Client.get(first)).isInstanceOf(LogonOutcome.Accepted.class);
    }
}
