package dev.keyhole.host.engine;

import static dev.keyhole.host.engine.TestConfiguration.chain;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;

import dev.keyhole.host.Decision;
import dev.keyhole.host.Host;
import dev.keyhole.host.LogonOutcome;
import dev.keyhole.host.Transport;
import dev.keyhole.host.config.Configuration;
import dev.keyhole.spi.ConnectionInfo;
import dev.keyhole.spi.ConnectionKind;
import dev.keyhole.spi.EntitlementDecision;
import dev.keyhole.spi.Explanation;
import dev.keyhole.spi.Permission;
import dev.keyhole.spi.Resource;
import dev.keyhole.spi.ResourceType;
import java.time.Duration;
import java.util.NoSuchElementException;
import org.junit.jupiter.api.Test;

class HostTest {

    private final ScriptedModule module = ScriptedModule.named("scripted");

    private Host start() {
        return Host.builder()
                .provider(module)
                .configuration(new TestConfiguration()
                        .module("one", "scripted")
                        .transport("mqtt", chain("one"), chain("one"))
                        .transport("amqp", chain("one"), chain("one"))
                        .build())
                .start();
    }

    @Test
    void aClientLogsOnAndIsCheckedByTheTransportsModules() {
        module.check = request -> request.permission() == Permission.WRITE
                ? EntitlementDecision.denied(new Explanation("/topic/0", "desk", "read only"))
                : EntitlementDecision.granted(Explanation.of("fine"));
        try (Host host = start();
                Client client = Client.on(host, "mqtt")) {
            LogonOutcome outcome = client.logon("falken");

            assertThat(outcome).isInstanceOf(LogonOutcome.Accepted.class);
            assertThat(client.connection.identity().orElseThrow().userName()).isEqualTo("falken");
            assertThat(client.read("desk").isGrantedInFull()).isTrue();
            Decision write = client.write("desk");
            assertThat(write.outcome()).isEqualTo(Decision.Outcome.DENIED);
            assertThat(write.module()).isEqualTo("one");
            assertThat(write.explanation().rule()).isEqualTo("/topic/0");
        }
        assertThat(module.allReleasedOnce()).isTrue();
        assertThat(module.openExchanges).hasValue(0);
        assertThat(module.openContexts).hasValue(0);
        assertThat(module.openModules).hasValue(0);
    }

    @Test
    void theBrokersOwnManagementIsATransportThatNobodyListensOn() {
        Configuration configuration = new TestConfiguration()
                .module("one", "scripted")
                .transport("mqtt", chain("one"), chain("one"))
                .admin(chain("one"), chain("one"))
                .build();
        module.check = request -> request.resource().type() == ResourceType.LOGON
                ? EntitlementDecision.denied(Explanation.of("not asked on this transport"))
                : EntitlementDecision.granted(Explanation.of("fine"));
        try (Host host =
                Host.builder().provider(module).configuration(configuration).start()) {
            assertThat(host.transportNames()).containsExactly("mqtt");
            Transport admin = host.admin().orElseThrow();
            assertThat(admin.kind()).isEqualTo(ConnectionKind.ADMIN);
            assertThat(host.transport(Transport.ADMIN)).isSameAs(admin);
            try (Client client = Client.on(host, Transport.ADMIN, ConnectionKind.ADMIN)) {
                assertThat(client.logon("falken")).isInstanceOf(LogonOutcome.Accepted.class);
                Resource role = Resource.admin("/artemis/roles/amq");
                assertThat(client.connection.check(Permission.READ, role).isGrantedInFull())
                        .isTrue();
            }
        }
    }

    @Test
    void aConfigurationWithoutAnAdminElementHasNoSuchTransport() {
        try (Host host = start()) {
            assertThat(host.admin()).isEmpty();
            assertThatExceptionOfType(NoSuchElementException.class).isThrownBy(() -> host.transport(Transport.ADMIN));
        }
    }

    @Test
    void transportsAreNamedInTheOrderOfTheConfiguration() {
        try (Host host = start()) {
            assertThat(host.transportNames()).containsExactly("mqtt", "amqp");
            assertThat(host.transport("amqp").protocol()).isEqualTo("amqp");
            assertThat(host.transport("amqp").address()).isEqualTo("127.0.0.1:0");
            assertThatExceptionOfType(NoSuchElementException.class)
                    .isThrownBy(() -> host.transport("mqqt"))
                    .withMessageContaining("did you mean 'mqtt'?");
        }
    }

    @Test
    void aConnectionBelongsToItsTransportAndHasAnIdOfItsOwn() {
        try (Host host = start();
                Client client = Client.on(host, "mqtt")) {
            ConnectionInfo elsewhere = ConnectionInfo.builder("x", "amqp").build();
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> host.transport("mqtt").connect(elsewhere, reason -> {}));
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> host.transport("mqtt").connect(client.connection.info(), reason -> {}))
                    .withMessageContaining("open already");
        }
    }

    @Test
    void aClosedHostTakesNobodyAndLeavesNoThread() {
        Host host = start();
        Client client = Client.loggedOn(host, "mqtt", "falken");

        host.close();
        host.close();

        assertThat(client.read("desk").outcome()).isEqualTo(Decision.Outcome.DENIED);
        assertThatIllegalStateException().isThrownBy(() -> Client.on(host, "mqtt"));
        await().untilAsserted(() -> assertThat(client.disconnects).containsExactly("the host is closing"));
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(Thread.getAllStackTraces().keySet())
                        .noneMatch(thread -> thread.getName().startsWith("keyhole-")));
    }
}
