package dev.keyhole.artemis;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class MqttSessionsTest {

    private static final Owner FALKEN = new Owner("t", WireProtocol.MQTT, "falken");
    private static final Owner MCKITTRICK = new Owner("t", WireProtocol.MQTT, "mckittrick");

    private final Set<String> connected = new HashSet<>();
    private final Set<String> alive = new HashSet<>();
    private final Map<String, Set<Optional<Owner>>> onRecord = new HashMap<>();
    private int lookups;
    private final MqttSessions sessions = new MqttSessions(
            () -> {
                lookups++;
                return alive;
            },
            connected::contains,
            () -> onRecord);

    @Test
    void aSessionIsOneOwnersWhileItIsConnected() {
        assertThat(sessions.claim("a", FALKEN)).isTrue();
        assertThat(sessions.claim("a", MCKITTRICK)).isFalse();
        assertThat(sessions.claim("a", FALKEN)).isTrue();
        assertThat(sessions.claim("b", MCKITTRICK)).isTrue();
    }

    @Test
    void andAfterTheBrokerHasBeenRestarted() {
        alive.addAll(Set.of("a", "b", "c"));
        onRecord.put("a", Set.of(Optional.of(FALKEN)));
        onRecord.put("b", Set.of(Optional.of(FALKEN), Optional.empty()));
        onRecord.put("gone", Set.of(Optional.of(FALKEN)));
        assertThat(sessions.claim("a", MCKITTRICK)).isFalse();
        assertThat(sessions.claim("a", FALKEN)).isTrue();
        assertThat(sessions.claim("b", FALKEN)).isFalse();
        assertThat(sessions.claim("c", MCKITTRICK)).isTrue();
        assertThat(sessions.claim("gone", MCKITTRICK)).isTrue();
    }

    @Test
    void andWhileTheBrokerKeepsIt() {
        assertThat(sessions.claim("a", FALKEN)).isTrue();
        alive.add("a");
        sessions.release("a");
        assertThat(sessions.claim("a", MCKITTRICK)).isFalse();
        alive.remove("a");
        assertThat(sessions.claim("a", MCKITTRICK)).isTrue();
        assertThat(sessions.claim("a", FALKEN)).isFalse();
    }

    @Test
    void aSecondConnectionKeepsItToo() {
        assertThat(sessions.claim("a", FALKEN)).isTrue();
        assertThat(sessions.claim("a", FALKEN)).isTrue();
        sessions.release("a");
        assertThat(sessions.claim("a", MCKITTRICK)).isFalse();
    }

    @Test
    void aSessionThatNobodyHasClaimedIsNobodysUntilItIsAdopted() {
        connected.add("made-up");
        alive.add("made-up");
        assertThat(sessions.claim("made-up", MCKITTRICK)).isFalse();
        sessions.adopt("made-up", FALKEN);
        connected.clear();
        assertThat(sessions.claim("made-up", MCKITTRICK)).isFalse();
        assertThat(sessions.claim("made-up", FALKEN)).isTrue();
    }

    @Test
    void sessionsThatAreOverAreForgottenNowAndThen() {
        for (int i = 0; i < 10_000; i++) {
            assertThat(sessions.claim("client" + i, FALKEN)).isTrue();
            sessions.release("client" + i);
        }
        assertThat(sessions.size()).isLessThan(2_000);
        assertThat(lookups).isLessThan(20);
    }
}
