package dev.keyhole.host.engine;

import static dev.keyhole.host.engine.TestConfiguration.chain;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.keyhole.host.Host;
import dev.keyhole.host.Scope;
import dev.keyhole.spi.AuthenticationResult;
import dev.keyhole.spi.EntitlementDecision;
import dev.keyhole.spi.Explanation;
import dev.keyhole.spi.KeyScope;
import dev.keyhole.spi.LogonRequest;
import dev.keyhole.spi.ModuleUnavailableException;
import dev.keyhole.spi.RejectionReason;
import dev.keyhole.spi.Secret;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** However connections end, nothing of them is left. */
class LeakTest {

    private final ScriptedModule module = ScriptedModule.named("scripted");

    private static AuthenticationResult judge(LogonRequest request) {
        return switch (request.userName().replaceAll("[0-9]", "")) {
            case "refused" -> new AuthenticationResult.Rejected(RejectionReason.BAD_CREDENTIALS, "no");
            case "broken" -> throw new ModuleUnavailableException("down");
            case "challenged" ->
                request.kind() == LogonRequest.Kind.ANSWER
                        ? ScriptedModule.accept(request.userName())
                        : new AuthenticationResult.Challenge(Secret.of("who?"));
            default -> ScriptedModule.accept(request.userName());
        };
    }

    @ParameterizedTest
    @EnumSource(KeyScope.class)
    void whoHasGoneIsForgotten(KeyScope scope) {
        module.scope = scope;
        module.logon = (connection, request) -> judge(request);
        module.check = request -> request.resource().name().endsWith("7")
                ? EntitlementDecision.denied(Explanation.of("no sevens"))
                : EntitlementDecision.granted(Explanation.of("fine"));
        ManualTime time = new ManualTime();
        Random random = new Random(7);
        try (Host host = Host.builder()
                .provider(module)
                .timeSource(time)
                .configuration(new TestConfiguration()
                        .module("one", "scripted")
                        .transport("mqtt", chain("one"), chain("one"))
                        .build())
                .start()) {
            EngineTransport transport = (EngineTransport) host.transport("mqtt");
            List<Client> open = new ArrayList<>();
            List<CompletableFuture<?>> outcomes = new ArrayList<>();
            for (int i = 0; i < 2_000; i++) {
                Client client = Client.on(host, "mqtt");
                open.add(client);
                String user = List.of("refused", "broken", "challenged", "user", "user", "user")
                                .get(random.nextInt(6))
                        + random.nextInt(20);
                switch (random.nextInt(5)) {
                    case 0 -> {}
                    case 1 -> client.read("topic" + random.nextInt(10));
                    case 2 -> {
                        client.logon(user);
                        client.answer(user, "me");
                        client.read("topic" + random.nextInt(10));
                    }
                    case 3 -> client.logon(user);
                    default -> outcomes.add(client.logonLater(user));
                }
                if (random.nextInt(3) > 0) {
                    open.remove(random.nextInt(open.size())).close();
                }
                if (random.nextInt(200) == 0) {
                    host.entitlement().reset(Scope.all().forUser(user));
                }
            }
            open.forEach(Client::close);

            outcomes.forEach(Client::get);
            await().until(module::allReleasedOnce);
            await().untilAsserted(() -> assertThat(module.openExchanges).hasValue(0));
            await().untilAsserted(
                            () -> assertThat(transport.roster().attempts()).isEmpty());
            assertThat(transport.roster().connections()).isEmpty();
            assertThat(transport.roster().connectionsOf("user1")).isEmpty();
            assertThat(transport.entitlement().uses().get(0).cachedDecisions()).isZero();
            assertThat(transport.engine().directory().size()).isZero();
            // What is left is the next minute's summary of denials.
            await().untilAsserted(() -> assertThat(time.pending()).isLessThanOrEqualTo(1));
        }
    }
}
