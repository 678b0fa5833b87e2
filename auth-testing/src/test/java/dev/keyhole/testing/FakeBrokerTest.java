package dev.keyhole.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.keyhole.host.Decision;
import dev.keyhole.host.DecisionReport;
import dev.keyhole.host.LogonOutcome;
import dev.keyhole.host.LogonRefusal;
import dev.keyhole.host.Scope;
import dev.keyhole.spi.ConfigurationException;
import dev.keyhole.spi.ConnectionKind;
import dev.keyhole.spi.Identity;
import dev.keyhole.spi.LogonRequest;
import dev.keyhole.spi.Operation;
import dev.keyhole.spi.Permission;
import dev.keyhole.spi.Resource;
import dev.keyhole.spi.Secret;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FakeBrokerTest {

    private static final String CONFIGURATION = """
            <AMPSConfig>
              <Modules>
                <Module><Name>script</Name><Library>script</Library></Module>
              </Modules>
              <Authentication><Module>script</Module></Authentication>
              <Entitlement><Module>script</Module></Entitlement>
              <Transports>
                <Transport><Name>mqtt</Name><Protocol>mqtt</Protocol></Transport>
                <Transport><Name>${other}</Name></Transport>
              </Transports>
            </AMPSConfig>
            """;

    private final FakeBroker broker = FakeBroker.builder(CONFIGURATION)
            .provider(new ScriptProvider())
            .define("other", "amqp")
            .start();

    @AfterEach
    void close() {
        broker.close();
    }

    @Test
    void aClientLogsOnOnce() {
        FakeClient client = broker.connect("mqtt");
        assertThat(client.identity()).isEmpty();
        assertThat(client.logon("falken", "joshua")).isInstanceOf(LogonOutcome.Accepted.class);
        assertThat(client.identity()).map(Identity::userName).contains("falken");
        assertThat(client.info().protocol()).isEqualTo("mqtt");

        LogonOutcome again = client.logon("falken", "joshua");
        assertThat(again).isInstanceOfSatisfying(LogonOutcome.Refused.class, refused -> assertThat(refused.reason())
                .isEqualTo(LogonRefusal.OUT_OF_ORDER));
        assertThat(client.isConnected()).isTrue();
        assertThat(broker.record(Event.Logon.class))
                .extracting(Event.Logon::userName)
                .containsExactly("falken", "falken");
    }

    @Test
    void aClientThatIsRefusedIsDisconnected() {
        FakeClient client = broker.connect("mqtt");
        assertThat(client.logon("falken", "wrong")).isInstanceOf(LogonOutcome.Refused.class);

        assertThat(client.awaitDisconnection()).contains("wrong password");
        assertThat(client.isConnected()).isFalse();
        assertThat(client.subscribe("open").outcome()).isEqualTo(Decision.Outcome.DENIED);
        assertThat(broker.record(Event.Disconnection.class))
                .extracting(Event.Disconnection::connection)
                .containsExactly(client.info());
    }

    @Test
    void aClientAnswersAChallenge() {
        FakeClient client = broker.connect("amqp");
        assertThat(client.logon("hal", "")).isInstanceOf(LogonOutcome.Challenged.class);
        assertThat(client.subscribe("open").outcome()).isEqualTo(Decision.Outcome.DENIED);
        assertThat(client.answer("joshua")).isInstanceOf(LogonOutcome.Accepted.class);
        assertThat(client.subscribe("open").isGrantedInFull()).isTrue();
    }

    @Test
    void aClientThatSendsSomethingElseFirstIsLoggedOnImplicitly() {
        FakeClient one = broker.connect("mqtt");
        assertThat(one.subscribe("open").isGrantedInFull()).isTrue();
        assertThat(one.identity()).map(Identity::userName).contains("");

        FakeClient other = broker.connect("mqtt");
        other.subscribeToPattern("open");
        assertThat(other.identity()).map(Identity::userName).contains("");
        assertThat(broker.connect("mqtt").logonImplicitly()).isInstanceOf(LogonOutcome.Accepted.class);
    }

    @Test
    void messagesGoToThoseWhoMayReadThem() {
        FakeClient literal = broker.connect("mqtt");
        FakeClient pattern = broker.connect("amqp");
        FakeClient publisher = broker.connect("mqtt");
        assertThat(literal.subscribe("limited/a").filter()).isEqualTo("/a = 1");
        assertThat(literal.subscribe("secret").outcome()).isEqualTo(Decision.Outcome.DENIED);
        pattern.subscribeToPattern("^(open|secret)");

        assertThat(publisher.publish("open/b", "one").isGrantedInFull()).isTrue();
        assertThat(publisher.publish("limited/a", "two").filter()).isEqualTo("/a = 1");
        assertThat(publisher.publish("secret", "three").outcome()).isEqualTo(Decision.Outcome.DENIED);
        publisher.publish("open/b", "four");

        assertThat(literal.received()).containsExactly(new Delivery("limited/a", "two", "/a = 1", "/a = 1", "+/a"));
        assertThat(pattern.received())
                .containsExactly(new Delivery("open/b", "one", "", "", ""), new Delivery("open/b", "four", "", "", ""));
        assertThat(broker.record(Event.Check.class))
                .filteredOn(check -> check.operation() == Operation.RECEIVE)
                .extracting(check -> check.resource().name())
                .containsExactly("open/b");
    }

    @Test
    void aReplicationSourceReplicates() {
        FakeClient source = broker.connect("amqp", info -> info.kind(ConnectionKind.REPLICATION));
        assertThat(source.logon("falken", "joshua")).isInstanceOf(LogonOutcome.Accepted.class);
        source.publish("open", "message");
        assertThat(broker.record(Event.Check.class))
                .extracting(Event.Check::permission)
                .containsExactly(Permission.REPLICATE);
    }

    @Test
    void whomAnOperatorResetsIsDisconnected() {
        FakeClient client = broker.connect("mqtt");
        client.logon("falken", "joshua");
        client.subscribe("open");

        broker.host().entitlement().reset(Scope.all().forUser("falken"));

        assertThat(client.awaitDisconnection()).isNotBlank();
        broker.connect("mqtt").publish("open", "message");
        assertThat(client.received()).isEmpty();
    }

    @Test
    void aLogonThatHangsEndsWhenItsTimeIsOver() throws Exception {
        FakeClient client = broker.connect("mqtt");
        CompletableFuture<LogonOutcome> logon = client.startLogon(LogonRequest.explicit("wopr", Secret.of("joshua")))
                .toCompletableFuture();
        broker.time().advance(Duration.ofMinutes(1));
        assertThat(logon.get(60, TimeUnit.SECONDS)).isInstanceOf(LogonOutcome.Unavailable.class);
        assertThat(client.awaitDisconnection()).isNotBlank();
    }

    @Test
    void aSecretIsWipedWhenTheHostIsDoneWithIt() throws Exception {
        Secret secret = Secret.of("joshua");
        broker.connect("mqtt")
                .startLogon(LogonRequest.explicit("falken", secret))
                .toCompletableFuture()
                .get(60, TimeUnit.SECONDS);
        assertThat(secret).isNotEqualTo(Secret.of("joshua"));
    }

    @Test
    void aDecisionIsExplained() {
        FakeClient client = broker.connect("mqtt");
        client.logon("falken", "joshua");
        DecisionReport report = client.explain(Permission.READ, Resource.topic("secret"));
        assertThat(report.votes()).extracting(DecisionReport.Vote::module).containsExactly("script");
        assertThat(report.decision().explanation().detail()).isEqualTo("by its name");
    }

    @Test
    void aBrokenConfigurationIsRefusedWithItsErrors() {
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> FakeBroker.builder(CONFIGURATION).start())
                .satisfies(e -> assertThat(e.problems()).hasSizeGreaterThan(1));
    }
}
