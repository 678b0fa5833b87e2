package dev.keyhole.host.engine;

import static dev.keyhole.host.engine.ScriptedModule.accept;
import static dev.keyhole.host.engine.TestConfiguration.chain;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;

import dev.keyhole.host.Decision;
import dev.keyhole.host.Host;
import dev.keyhole.host.LogonOutcome;
import dev.keyhole.host.Scope;
import dev.keyhole.spi.AuthenticationResult;
import dev.keyhole.spi.EntitlementDecision;
import dev.keyhole.spi.Explanation;
import dev.keyhole.spi.KeyScope;
import dev.keyhole.spi.RejectionReason;
import dev.keyhole.spi.ResourceType;
import dev.keyhole.spi.Secret;
import java.time.Duration;
import java.util.NoSuchElementException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ControlTest {

    private static final Scope MQTT = Scope.all().onTransport("mqtt");

    private final ManualTime time = new ManualTime();
    private final ScriptedModule module = ScriptedModule.named("scripted");
    private Host host;
    private Client falken;
    private Client joshua;
    private Client elsewhere;

    @BeforeEach
    void start() {
        host = Host.builder()
                .provider(module)
                .timeSource(time)
                .configuration(new TestConfiguration()
                        .module("one", "scripted")
                        .transport("mqtt", chain("one"), chain("one"))
                        .transport("amqp", chain("one"), chain("one"))
                        .build())
                .start();
        falken = Client.loggedOn(host, "mqtt", "falken");
        joshua = Client.loggedOn(host, "mqtt", "joshua");
        elsewhere = Client.loggedOn(host, "amqp", "falken");
        falken.read("desk");
        joshua.read("desk");
        elsewhere.read("desk");
        module.checks.clear();
    }

    @AfterEach
    void end() {
        host.close();
        assertThat(module.allReleasedOnce()).isTrue();
        assertThat(module.openExchanges).hasValue(0);
        assertThat(module.openContexts).hasValue(0);
    }

    private static void assertDisconnected(Client client, String reason) {
        assertThat(client.read("desk").outcome()).isEqualTo(Decision.Outcome.DENIED);
        await().untilAsserted(() -> assertThat(client.disconnects).containsExactly(reason));
    }

    private void assertUntouched(Client client) {
        int asked = module.checks.size();
        assertThat(client.disconnects).isEmpty();
        assertThat(client.read("desk").isGrantedInFull()).isTrue();
        assertThat(module.checks).as("its answer is still cached").hasSize(asked);
    }

    @Test
    void scopesNameTransportsThatAreThere() {
        assertThatExceptionOfType(NoSuchElementException.class)
                .isThrownBy(() -> host.entitlement().reset(Scope.all().onTransport("mqqt")))
                .withMessageContaining("mqtt");
        assertThatExceptionOfType(NoSuchElementException.class)
                .isThrownBy(() -> host.authentication().disable(Scope.all().onTransport("mqqt")));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> host.authentication().disable(MQTT.forUser("falken")));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> host.entitlement().enable(Scope.all().forUser("falken")));
    }

    @Test
    void aResetOfEntitlementForgetsEverythingAndDisconnects() {
        host.entitlement().reset(Scope.all());

        assertDisconnected(falken, "entitlement was reset");
        assertDisconnected(joshua, "entitlement was reset");
        assertDisconnected(elsewhere, "entitlement was reset");
        assertThat(module.resets).containsExactly("entitlement", "entitlement");
        Client.loggedOn(host, "mqtt", "falken").read("desk");
        assertThat(module.checks)
                .extracting(check -> check.resource().type())
                .containsExactly(ResourceType.LOGON, ResourceType.TOPIC);
    }

    @Test
    void aResetOfOneTransportLeavesTheOther() {
        host.entitlement().reset(MQTT);
        assertDisconnected(falken, "entitlement was reset");
        assertUntouched(elsewhere);
    }

    @Test
    void aResetOfOneUserLeavesTheOthers() {
        host.entitlement().reset(Scope.all().forUser("falken"));

        assertDisconnected(falken, "entitlement of the user was reset");
        assertDisconnected(elsewhere, "entitlement of the user was reset");
        assertUntouched(joshua);
        assertThat(module.resets).containsExactly("entitlement of falken", "entitlement of falken");
    }

    @Test
    void aResetOfOneUserOnOneTransportLeavesEverythingElse() {
        host.entitlement().reset(MQTT.forUser("falken"));
        assertDisconnected(falken, "entitlement of the user was reset");
        assertUntouched(elsewhere);
        assertUntouched(joshua);
    }

    @Test
    void aResetOfAuthenticationBuildsContextsAnewAndDisconnects() {
        int opened = module.openings.size();
        host.authentication().reset(MQTT);

        assertDisconnected(falken, "authentication was reset");
        assertDisconnected(joshua, "authentication was reset");
        assertUntouched(elsewhere);
        await().untilAsserted(() -> assertThat(module.openings).hasSize(opened + 1));
        await().untilAsserted(() -> assertThat(module.openContexts).hasValue(4));
        assertThat(Client.loggedOn(host, "mqtt", "falken").read("desk").isGrantedInFull())
                .isTrue();
    }

    @Test
    void aResetOfAUsersAuthenticationTellsTheModuleAndDisconnects() {
        host.authentication().reset(Scope.all().forUser("falken"));

        assertDisconnected(falken, "authentication of the user was reset");
        assertDisconnected(elsewhere, "authentication of the user was reset");
        assertUntouched(joshua);
        assertThat(module.resets).containsExactly("authentication of falken", "authentication of falken");
    }

    @Test
    void theEmptyNameMeansThoseWhoAreAnonymous() {
        Client nobody = Client.loggedOn(host, "mqtt", "");
        host.authentication().reset(Scope.all().forUser(""));
        assertDisconnected(nobody, "authentication of the user was reset");
        assertUntouched(falken);
    }

    @Test
    void aLogonUnderWayDoesntSurviveAReset() {
        CountDownLatch begun = new CountDownLatch(2);
        CountDownLatch goOn = new CountDownLatch(1);
        module.logon = (connection, request) -> {
            begun.countDown();
            LogonTest.awaitUninterruptibly(goOn);
            return accept(request.userName());
        };
        Client one = Client.on(host, "mqtt");
        Client two = Client.on(host, "amqp");
        CompletableFuture<LogonOutcome> first = one.logonLater("stephen");
        CompletableFuture<LogonOutcome> second = two.logonLater("stephen");
        Client.await(begun);

        host.authentication().reset(MQTT);
        host.entitlement().reset(Scope.all().onTransport("amqp"));
        goOn.countDown();

        assertThat(Client.get(first)).isEqualTo(new LogonOutcome.Unavailable("authentication was reset"));
        assertThat(Client.get(second)).isEqualTo(new LogonOutcome.Unavailable("entitlement was reset"));
        assertThat(one.read("desk").outcome()).isEqualTo(Decision.Outcome.DENIED);
    }

    @Test
    void aLogonUnderWayDoesntSurviveAResetOfTheUserThatItBinds() {
        CountDownLatch begun = new CountDownLatch(2);
        CountDownLatch goOn = new CountDownLatch(1);
        module.logon = (connection, request) -> {
            begun.countDown();
            goOn.await();
            return accept("prof." + request.userName());
        };
        CompletableFuture<LogonOutcome> concerned = Client.on(host, "mqtt").logonLater("stephen");
        CompletableFuture<LogonOutcome> other = Client.on(host, "mqtt").logonLater("jennifer");
        Client.await(begun);

        host.entitlement().reset(Scope.all().forUser("prof.stephen"));
        goOn.countDown();

        assertThat(Client.get(concerned))
                .isEqualTo(new LogonOutcome.Unavailable("the user was reset while the logon was under way"));
        assertThat(Client.get(other)).isInstanceOf(LogonOutcome.Accepted.class);
    }

    @Test
    void aChallengedClientDoesntSurviveAReset() {
        module.logon = (connection, request) -> new AuthenticationResult.Challenge(Secret.of("who?"));
        Client client = Client.on(host, "mqtt");
        client.logon("stephen");
        host.authentication().reset(Scope.all());
        await().untilAsserted(() -> assertThat(client.disconnects).containsExactly("authentication was reset"));
    }

    @Test
    void aCheckUnderWayDuringAResetDoesntFillTheCache() {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        module.check = request -> {
            if (request.resource().name().equals("fx")) {
                begun.countDown();
                goOn.await();
                return EntitlementDecision.granted(Explanation.of("old rights"));
            }
            return EntitlementDecision.granted(Explanation.of("logon"));
        };
        CompletableFuture<Decision> old = falken.readLater("fx");
        Client.await(begun);
        host.entitlement().reset(Scope.all().forUser("falken"));
        Client again = Client.loggedOn(host, "mqtt", "falken");
        goOn.countDown();
        assertThat(Client.get(old).explanation().detail()).isEqualTo("old rights");

        module.check = request -> EntitlementDecision.denied(Explanation.of("new rights"));
        assertThat(again.read("fx").explanation().detail()).isEqualTo("new rights");
    }

    @Test
    void disabledEntitlementGrantsEverythingAndCachesNothing() {
        module.check = request -> request.resource().type() == ResourceType.TOPIC
                ? EntitlementDecision.denied(Explanation.of("no"))
                : EntitlementDecision.granted(Explanation.of("logon"));
        Client client = Client.loggedOn(host, "mqtt", "stephen");
        assertThat(client.read("a").outcome()).isEqualTo(Decision.Outcome.DENIED);
        module.checks.clear();

        host.entitlement().disable(MQTT);
        assertThat(host.entitlement().isEnabled("mqtt")).isFalse();
        assertThat(host.entitlement().isEnabled("amqp")).isTrue();
        assertThat(client.read("a").isGrantedInFull()).isTrue();
        assertThat(client.write("b").isGrantedInFull()).isTrue();
        assertThat(client.read("a\nb").outcome()).as("no name at all").isEqualTo(Decision.Outcome.DENIED);
        assertThat(client.explain("c").decision().explanation().detail()).contains("disabled");
        assertThat(Client.on(host, "mqtt").logon("jennifer")).isInstanceOf(LogonOutcome.Accepted.class);
        assertThat(module.checks).isEmpty();
        assertThat(elsewhere.read("a").outcome()).isEqualTo(Decision.Outcome.DENIED);
    }

    @Test
    void enabledEntitlementHasNewContextsAndAnEmptyCacheAndConnectionsStay() {
        host.entitlement().disable(MQTT);
        int opened = module.openings.size();
        module.check = request -> EntitlementDecision.denied(Explanation.of("new policy"));
        host.entitlement().enable(Scope.all());

        assertThat(host.entitlement().isEnabled("mqtt")).isTrue();
        assertThat(falken.read("desk").explanation().detail()).isEqualTo("new policy");
        assertThat(falken.disconnects).isEmpty();
        await().untilAsserted(() -> assertThat(module.openings).hasSize(opened + 1));
        await().untilAsserted(() -> assertThat(module.openContexts).hasValue(4));
        assertThat(elsewhere.read("desk").isGrantedInFull())
                .as("it wasn't disabled")
                .isTrue();
    }

    @Test
    void aCheckThatRunsWhileEntitlementIsEnabledAnewEndsWithItsOwnAnswer() {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        module.check = request -> {
            begun.countDown();
            goOn.await();
            return EntitlementDecision.granted(Explanation.of("old policy"));
        };
        CompletableFuture<Decision> old = falken.readLater("fx");
        Client.await(begun);
        host.entitlement().disable(MQTT);
        module.check = request -> EntitlementDecision.denied(Explanation.of("new policy"));
        host.entitlement().enable(MQTT);
        goOn.countDown();

        assertThat(Client.get(old).explanation().detail()).isEqualTo("old policy");
        assertThat(falken.read("fx").explanation().detail()).isEqualTo("new policy");
        await().untilAsserted(() -> assertThat(module.openContexts).hasValue(4));
    }

    @Test
    void disabledAuthenticationLetsAnybodyInAsNobody() {
        module.logon =
                (connection, request) -> new AuthenticationResult.Rejected(RejectionReason.BAD_CREDENTIALS, "wrong");
        module.check = request -> EntitlementDecision.denied(Explanation.of("not for nobody"));
        module.logons.clear();
        try (CapturedLog log = new CapturedLog("dev.keyhole")) {
            host.authentication().disable(MQTT);
            assertThat(host.authentication().isEnabled("mqtt")).isFalse();
            Client client = Client.loggedOn(host, "mqtt", "stephen");

            assertThat(client.connection.identity().orElseThrow().userName()).isEmpty();
            assertThat(client.read("fx").outcome()).isEqualTo(Decision.Outcome.DENIED);
            assertThat(module.logons).isEmpty();
            assertUntouched(falken);
            assertThat(log.linesWith("logon transport=mqtt"))
                    .singleElement()
                    .asString()
                    .contains(
                            "user=stephen module=- outcome=accepted reason=\"authentication is disabled\"", "bound=-");
            assertThat(log.linesWith("WARN authentication is disabled")).hasSize(1);

            host.authentication().disable(MQTT);
            log.clear();
            time.advance(Duration.ofSeconds(60));
            await().untilAsserted(() -> assertThat(log.linesWith("WARN authentication is disabled on [mqtt]"))
                    .hasSize(1));
            await().untilAsserted(() -> assertThat(time.pending()).isPositive());
            time.advance(Duration.ofSeconds(60));
            await().untilAsserted(() -> assertThat(log.linesWith("WARN authentication is disabled on [mqtt]"))
                    .hasSize(2));
        }
    }

    @Test
    void enabledAuthenticationDisconnectsThoseWhoCameInMeanwhile() {
        host.authentication().disable(MQTT);
        Client stranger = Client.loggedOn(host, "mqtt", "stephen");
        int opened = module.openings.size();
        try (CapturedLog log = new CapturedLog("dev.keyhole.host")) {
            host.authentication().enable(Scope.all());

            assertDisconnected(stranger, "authentication was enabled");
            assertUntouched(falken);
            await().untilAsserted(() -> assertThat(module.openings).hasSize(opened + 1));
            module.logon = (connection, request) ->
                    new AuthenticationResult.Rejected(RejectionReason.BAD_CREDENTIALS, "wrong");
            assertThat(Client.on(host, "mqtt").logon("stephen")).isInstanceOf(LogonOutcome.Refused.class);

            time.advance(Duration.ofMinutes(3));
            assertThat(log.linesWith("authentication is disabled")).isEmpty();
        }
    }

    @Test
    void aContextThatCantBeOpenedAnewFailsClosedUntilItCan() {
        module.atOpening = () -> {
            throw new IllegalStateException("file is gone");
        };
        try (CapturedLog log = new CapturedLog("dev.keyhole.host")) {
            host.authentication().reset(MQTT);
            assertThat(Client.on(host, "mqtt").logon("falken"))
                    .isInstanceOfSatisfying(
                            LogonOutcome.Unavailable.class, unavailable -> assertThat(unavailable.detail())
                                    .contains("module 'one'", "couldn't be opened anew", "file is gone"));
            assertThat(log.linesWith("failed in a new start")).hasSize(1);
        }
        module.atOpening = () -> {};
        time.advance(Duration.ofSeconds(5));
        assertThat(Client.on(host, "mqtt").logon("falken")).isInstanceOf(LogonOutcome.Accepted.class);
    }

    @Test
    void aContextThatFailsToForgetIsReplaced() {
        int opened = module.openings.size();
        module.atReset = () -> {
            throw new IllegalStateException("bug");
        };
        host.entitlement().reset(MQTT.forUser("falken"));
        await().untilAsserted(() -> assertThat(module.openings).hasSize(opened + 1));
        await().untilAsserted(() -> assertThat(module.openContexts).hasValue(4));
        assertThat(joshua.read("fx").isGrantedInFull()).isTrue();
    }

    @Test
    void comingAndGoingDoesntReplaceAContextThatIsBeingOpened() {
        CountDownLatch goOn = new CountDownLatch(1);
        int opened = module.openings.size();
        host.entitlement().disable(MQTT);
        module.atOpening = () -> LogonTest.awaitUninterruptibly(goOn);
        host.entitlement().enable(MQTT);
        for (int i = 0; i < 10; i++) {
            falken.close();
            joshua.close();
        }
        goOn.countDown();
        assertThat(Client.on(host, "mqtt").logon("falken")).isInstanceOf(LogonOutcome.Accepted.class);
        assertThat(module.openings).hasSize(opened + 1);
    }

    @Test
    void aContextWhoseAnswersAreSharedOtherwiseThanBeforeFailsClosed() {
        host.entitlement().disable(MQTT);
        module.scope = KeyScope.CONNECTION;
        host.entitlement().enable(MQTT);
        assertThat(falken.read("fx").outcome()).isEqualTo(Decision.Outcome.UNAVAILABLE);
    }

    @Test
    void aModuleThatHangsIsHealedByAReset() {
        CountDownLatch goOn = new CountDownLatch(1);
        CountDownLatch full = new CountDownLatch(64);
        module.logon = (connection, request) -> {
            full.countDown();
            LogonTest.awaitUninterruptibly(goOn);
            return accept(request.userName());
        };
        for (int i = 0; i < 100; i++) {
            var unused = Client.on(host, "mqtt").logonLater("user" + i);
        }
        Client.await(full);
        module.logon = (connection, request) -> accept(request.userName());
        host.authentication().reset(MQTT);

        assertThat(Client.on(host, "mqtt").logon("falken")).isInstanceOf(LogonOutcome.Accepted.class);
        goOn.countDown();
        await().untilAsserted(() -> assertThat(module.openContexts).hasValue(4));
    }
}
