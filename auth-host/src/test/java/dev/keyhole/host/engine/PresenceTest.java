package dev.keyhole.host.engine;

import static dev.keyhole.host.engine.TestConfiguration.chain;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.keyhole.host.Host;
import dev.keyhole.host.Scope;
import dev.keyhole.spi.AuthenticationResult;
import dev.keyhole.spi.EntitlementDecision;
import dev.keyhole.spi.Explanation;
import dev.keyhole.spi.RejectionReason;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An entitlement module hears who is there. */
class PresenceTest {

    private final ScriptedModule module = ScriptedModule.named("scripted");
    private Host host;

    @BeforeEach
    void start() {
        host = Host.builder()
                .provider(module)
                .configuration(new TestConfiguration()
                        .module("m", "scripted")
                        .transport("t", chain("m"), chain("m"))
                        .build())
                .start();
    }

    @AfterEach
    void stop() {
        host.close();
    }

    @Test
    void aConnectionJoinsOnceAndLeavesOnce() {
        Client client = Client.loggedOn(host, "t", "falken");
        String id = client.connection.info().id();
        await().untilAsserted(() -> assertThat(module.presence).containsExactly("falken joined by " + id));

        client.close();
        client.close();

        await().untilAsserted(() ->
                assertThat(module.presence).containsExactly("falken joined by " + id, "falken left by " + id));
    }

    @Test
    void whoIsNotLetInDoesNotStay() {
        module.check = request -> EntitlementDecision.denied(Explanation.of("not here"));
        try (Client denied = Client.on(host, "t")) {
            denied.logon("falken");
            String id = denied.connection.info().id();
            await().untilAsserted(() ->
                    assertThat(module.presence).containsExactly("falken joined by " + id, "falken left by " + id));
        }
        module.logon = (connection, request) ->
                new AuthenticationResult.Rejected(RejectionReason.BAD_CREDENTIALS, "as scripted");
        try (Client rejected = Client.on(host, "t")) {
            rejected.logon("falken");
            assertThat(module.presence).hasSize(2);
        }
    }

    @Test
    void aContextThatTookAnothersPlaceHearsWhoLeaves() {
        try (Client client = Client.loggedOn(host, "t", "falken")) {
            host.entitlement().disable(Scope.all());
            host.entitlement().enable(Scope.all());
            await().until(() -> module.presence.size() == 1);
        }

        await().untilAsserted(() -> assertThat(module.presence).hasSize(2));
    }
}
