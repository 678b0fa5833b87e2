package dev.keyhole.host.engine;

import static dev.keyhole.host.engine.TestConfiguration.chain;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.keyhole.host.Host;
import dev.keyhole.host.LogonOutcome;
import dev.keyhole.spi.AuthenticationContext;
import dev.keyhole.spi.AuthenticationExchange;
import dev.keyhole.spi.AuthenticationResult;
import dev.keyhole.spi.AuthenticationResult.Accepted;
import dev.keyhole.spi.Capability;
import dev.keyhole.spi.ConnectionInfo;
import dev.keyhole.spi.ContextSettings;
import dev.keyhole.spi.Identity;
import dev.keyhole.spi.LogonRequest;
import dev.keyhole.spi.ModuleProvider;
import dev.keyhole.spi.ModuleSettings;
import dev.keyhole.spi.ModuleUnavailableException;
import dev.keyhole.spi.OptionSchema;
import dev.keyhole.spi.RejectionReason;
import dev.keyhole.spi.Secret;
import dev.keyhole.spi.SecurityModule;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Logons that are the same to a module are judged once, however many there are. */
class SharedLogonTest {

    private final SharingModule module = new SharingModule();
    private final List<Client> clients = new ArrayList<>();
    private Host host;

    @BeforeEach
    void start() {
        host = Host.builder()
                .provider(module)
                .provider(ScriptedModule.named("granting"))
                .configuration(new TestConfiguration()
                        .module("sharing", "sharing")
                        .module("granting", "granting")
                        .transport("t", chain("sharing"), chain("granting"))
                        .build())
                .start();
    }

    @AfterEach
    void everyIdentityIsReleasedOnceAndEveryExchangeClosed() {
        module.go.countDown();
        clients.forEach(Client::close);
        host.close();
        assertThat(module.released.values()).allMatch(releases -> releases.get() == 1);
        assertThat(module.openExchanges).hasValue(0);
    }

    @Test
    void manyLogonsTakeOneCallAndNoThreadForEachThatWaits() {
        List<CompletableFuture<LogonOutcome>> outcomes = logOn(500, "falken", "joshua");
        await().until(() -> module.calls.get() == 1);
        assertThat(Thread.getAllStackTraces().keySet().stream()
                        .filter(thread -> thread.getName().startsWith("keyhole-worker"))
                        .filter(thread -> thread.getState() != Thread.State.TIMED_WAITING))
                .hasSizeLessThan(20);

        module.go.countDown();

        outcomes.forEach(outcome -> assertThat(Client.get(outcome)).isInstanceOf(LogonOutcome.Accepted.class));
        assertThat(module.calls).hasValue(1);
        assertThat(module.released).hasSize(500);
    }

    @Test
    void anotherSecretIsAnotherCall() {
        module.answer = request -> request.secret().equals(Secret.of("joshua")) ? accept(request) : reject();
        List<CompletableFuture<LogonOutcome>> right = logOn(3, "falken", "joshua");
        List<CompletableFuture<LogonOutcome>> wrong = logOn(3, "falken", "wrong");
        await().until(() -> module.calls.get() == 2);

        module.go.countDown();

        right.forEach(outcome -> assertThat(Client.get(outcome)).isInstanceOf(LogonOutcome.Accepted.class));
        wrong.forEach(outcome -> assertThat(Client.get(outcome)).isInstanceOf(LogonOutcome.Refused.class));
        assertThat(module.calls).hasValue(2);
    }

    @Test
    void aLogonThatComesAfterTheAnswerIsJudgedAnew() {
        module.go.countDown();
        for (int i = 1; i <= 3; i++) {
            assertThat(Client.get(logOn(1, "falken", "joshua").get(0))).isInstanceOf(LogonOutcome.Accepted.class);
            assertThat(module.calls).hasValue(i);
        }
    }

    @Test
    void whoAskedFirstMayLeaveWithoutHarmToTheOthers() {
        List<CompletableFuture<LogonOutcome>> outcomes = logOn(3, "falken", "joshua");
        await().until(() -> module.calls.get() == 1);
        clients.get(0).close();
        assertThat(Client.get(outcomes.get(0))).isInstanceOf(LogonOutcome.Refused.class);

        module.go.countDown();

        assertThat(Client.get(outcomes.get(1))).isInstanceOf(LogonOutcome.Accepted.class);
        assertThat(Client.get(outcomes.get(2))).isInstanceOf(LogonOutcome.Accepted.class);
        assertThat(module.calls).hasValue(1);
    }

    @Test
    void whenAllHaveLeftTheCallIsInterrupted() {
        logOn(3, "falken", "joshua");
        await().until(() -> module.calls.get() == 1);
        clients.get(0).close();
        clients.get(1).close();
        assertThat(module.interrupted).hasValue(0);
        clients.get(2).close();

        await().until(() -> module.interrupted.get() == 1);
        module.go.countDown();
        assertThat(Client.get(logOn(1, "falken", "joshua").get(0))).isInstanceOf(LogonOutcome.Accepted.class);
    }

    @Test
    void aFaultIsTheFaultOfAll() {
        module.answer = request -> {
            throw new ModuleUnavailableException("the service is down");
        };
        List<CompletableFuture<LogonOutcome>> outcomes = logOn(3, "falken", "joshua");
        await().until(() -> module.calls.get() == 1);
        module.go.countDown();

        outcomes.forEach(outcome -> assertThat(Client.get(outcome))
                .isEqualTo(new LogonOutcome.Unavailable("module 'sharing': the service is down")));
        assertThat(module.calls).hasValue(1);
    }

    @Test
    void whatCanNotBeSharedIsJudgedByItself() {
        module.share = (result, connection) -> Optional.empty();
        List<CompletableFuture<LogonOutcome>> outcomes = logOn(3, "falken", "joshua");
        await().until(() -> module.calls.get() == 1);
        module.go.countDown();

        outcomes.forEach(outcome -> assertThat(Client.get(outcome)).isInstanceOf(LogonOutcome.Accepted.class));
        assertThat(module.calls).hasValue(3);
    }

    @Test
    void aModuleThatFailsToShareIsAskedForEach() {
        module.share = (result, connection) -> {
            throw new IllegalStateException("as scripted");
        };
        List<CompletableFuture<LogonOutcome>> outcomes = logOn(2, "falken", "joshua");
        await().until(() -> module.calls.get() == 1);
        module.go.countDown();

        outcomes.forEach(outcome -> assertThat(Client.get(outcome)).isInstanceOf(LogonOutcome.Accepted.class));
        assertThat(module.calls).hasValue(2);
    }

    @Test
    void aModuleThatFailsToMakeAKeyIsAskedForEach() {
        module.keys = false;
        List<CompletableFuture<LogonOutcome>> outcomes = logOn(2, "falken", "joshua");
        await().until(() -> module.calls.get() == 2);
        module.go.countDown();

        outcomes.forEach(outcome -> assertThat(Client.get(outcome)).isInstanceOf(LogonOutcome.Accepted.class));
    }

    @Test
    void aChallengeToASharedLogonIsAFault() {
        module.answer = request -> new AuthenticationResult.Challenge(Secret.of("who?"));
        List<CompletableFuture<LogonOutcome>> outcomes = logOn(2, "falken", "joshua");
        await().until(() -> module.calls.get() == 1);
        module.go.countDown();

        outcomes.forEach(outcome -> assertThat(Client.get(outcome)).isInstanceOf(LogonOutcome.Unavailable.class));
    }

    @Test
    void anInterruptOfTheOneWhoseThreadIsUsedIsNotTheMatterOfTheOthers() {
        Client waiting = Client.on(host, "t");
        clients.add(waiting);
        CompletableFuture<LogonOutcome> interrupted = new CompletableFuture<>();
        Thread caller = new Thread(() -> interrupted.complete(
                waiting.connection.logonAndWait(LogonRequest.explicit("falken", Secret.of("joshua")))));
        caller.start();
        await().until(() -> module.calls.get() == 1);
        List<CompletableFuture<LogonOutcome>> outcomes = logOn(2, "falken", "joshua");
        caller.interrupt();

        assertThat(Client.get(interrupted)).isInstanceOf(LogonOutcome.Unavailable.class);
        await().until(() -> module.calls.get() == 3);
        module.go.countDown();
        outcomes.forEach(outcome -> assertThat(Client.get(outcome)).isInstanceOf(LogonOutcome.Accepted.class));
    }

    @Test
    void aResetOfOthersSparesTheLogonThatBringsTheNews() {
        module.go.countDown();
        Client.get(logOn(1, "falken", "joshua").get(0));
        Client.get(logOn(1, "lightman", "pencil").get(0));
        module.answer = request -> {
            module.settings.services().resetOthers("falken", "the document has changed", module.lastConnection);
            return accept(request);
        };

        LogonOutcome outcome = Client.get(logOn(1, "falken", "joshua").get(0));

        assertThat(outcome).isInstanceOf(LogonOutcome.Accepted.class);
        await().untilAsserted(() -> assertThat(clients.get(0).disconnects).containsExactly("the document has changed"));
        assertThat(clients.get(1).disconnects).isEmpty();
        assertThat(clients.get(2).disconnects).isEmpty();
    }

    private List<CompletableFuture<LogonOutcome>> logOn(int times, String user, String password) {
        List<CompletableFuture<LogonOutcome>> outcomes = new ArrayList<>();
        for (int i = 0; i < times; i++) {
            Client client = Client.on(host, "t");
            clients.add(client);
            outcomes.add(client.logonLater(LogonRequest.explicit(user, Secret.of(password))));
        }
        return outcomes;
    }

    private static AuthenticationResult accept(LogonRequest request) {
        return new Accepted(Identity.of(request.userName()));
    }

    private static AuthenticationResult reject() {
        return new AuthenticationResult.Rejected(RejectionReason.BAD_CREDENTIALS, "wrong");
    }

    /** Takes logons for the same that have the same name and secret, and answers none before it may. */
    private static final class SharingModule implements ModuleProvider, SecurityModule, AuthenticationContext {

        private interface Answer {
            AuthenticationResult to(LogonRequest request);
        }

        private interface Share {
            Optional<AuthenticationResult> of(AuthenticationResult result, ConnectionInfo connection);
        }

        private final CountDownLatch go = new CountDownLatch(1);
        private final AtomicInteger calls = new AtomicInteger();
        private final AtomicInteger interrupted = new AtomicInteger();
        private final AtomicInteger openExchanges = new AtomicInteger();
        private final Map<Identity, AtomicInteger> released = new ConcurrentHashMap<>();
        private volatile boolean keys = true;
        private volatile Answer answer = SharedLogonTest::accept;
        private volatile Share share = (result, connection) -> Optional.of(
                result instanceof Accepted accepted
                        ? new Accepted(given(Identity.of(accepted.identity().userName())))
                        : result);
        private volatile ContextSettings settings;
        private volatile ConnectionInfo lastConnection;

        private Identity given(Identity identity) {
            released.put(identity, new AtomicInteger());
            return identity;
        }

        @Override
        public Set<String> libraries() {
            return Set.of("sharing");
        }

        @Override
        public OptionSchema options() {
            return OptionSchema.of();
        }

        @Override
        public SecurityModule load(ModuleSettings ignored) {
            return this;
        }

        @Override
        public Set<Capability> capabilities() {
            return Set.of(Capability.AUTHENTICATION);
        }

        @Override
        public AuthenticationContext authentication(ContextSettings given) {
            settings = given;
            return this;
        }

        @Override
        public Optional<Object> sharingKey(ConnectionInfo connection, LogonRequest request) {
            if (!keys) {
                throw new IllegalStateException("as scripted");
            }
            return Optional.of(request.userName() + "/" + request.secret().reveal());
        }

        @Override
        public Optional<AuthenticationResult> share(AuthenticationResult result, ConnectionInfo connection) {
            return share.of(result, connection);
        }

        @Override
        public AuthenticationExchange begin(ConnectionInfo connection) {
            openExchanges.incrementAndGet();
            lastConnection = connection;
            return new AuthenticationExchange() {
                @Override
                public AuthenticationResult respond(LogonRequest request) throws InterruptedException {
                    calls.incrementAndGet();
                    try {
                        go.await();
                    } catch (InterruptedException e) {
                        interrupted.incrementAndGet();
                        throw e;
                    }
                    AuthenticationResult result = answer.to(request);
                    if (result instanceof Accepted accepted) {
                        given(accepted.identity());
                    }
                    return result;
                }

                @Override
                public void close() {
                    openExchanges.decrementAndGet();
                }
            };
        }

        @Override
        public void released(ConnectionInfo connection, Identity identity) {
            released.get(identity).incrementAndGet();
        }

        @Override
        public void close() {}
    }
}
