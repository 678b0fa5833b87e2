package dev.keyhole.host.engine;

import static dev.keyhole.host.engine.TestConfiguration.chain;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keyhole.host.Host;
import dev.keyhole.host.HostBuilder;
import dev.keyhole.spi.ChainTrait;
import dev.keyhole.spi.Problem;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What a host warns of when it starts, and the lint: chains that an outage opens. */
class ChainLintTest {

    private final ScriptedModule wavering = ScriptedModule.named("wavering");
    private final ScriptedModule open = ScriptedModule.named("open");
    private final ScriptedModule strict = ScriptedModule.named("strict");

    ChainLintTest() {
        wavering.traits = Set.of(ChainTrait.ABSTAINS_ON_OUTAGE);
        open.traits = Set.of(ChainTrait.ACCEPTS_ANYBODY);
    }

    private HostBuilder builder(String authentication, String entitlement) {
        return Host.builder()
                .provider(wavering)
                .provider(open)
                .provider(strict)
                .configuration(new TestConfiguration()
                        .module("w", "wavering")
                        .module("o", "open")
                        .module("s", "strict")
                        .transport("mqtt", chain(authentication.split(",")), chain(entitlement.split(",")))
                        .build());
    }

    private List<String> warnings(String authentication, String entitlement) {
        return builder(authentication, entitlement).inspect().warnings().stream()
                .map(Problem::toString)
                .filter(text -> text.contains("opens the door"))
                .toList();
    }

    @Test
    void aModuleThatAbstainsOnAnOutageBeforeOneThatAcceptsAnybodyIsWarnedOf() {
        assertThat(warnings("w,s,o", "s"))
                .containsExactly(
                        "test.xml:use-of-o: on transport 'mqtt' module 'o' accepts anybody, and module 'w' before it"
                                + " abstains when its service is down: an outage opens the door. Take 'o' out, or have 'w' deny"
                                + " on errors");
        assertThat(warnings("s", "w,o")).hasSize(1);
    }

    @Test
    void otherOrdersAreFine() {
        assertThat(warnings("o,w", "o")).isEmpty();
        assertThat(warnings("w,s", "o")).isEmpty();
        assertThat(warnings("s,o", "s,o")).isEmpty();
        assertThat(warnings("w", "o")).isEmpty();
    }

    @Test
    void theHostStartsAllTheSameAndLogsIt() {
        try (CapturedLog log = new CapturedLog("dev.keyhole.host");
                Host host = builder("w,o", "s").start()) {
            assertThat(host.transportNames()).containsExactly("mqtt");
            assertThat(log.linesWith("opens the door")).hasSize(1);
        }
    }
}
