package dev.keyhole.artemis;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OwnerTest {

    @ParameterizedTest
    @ValueSource(strings = {"falken", "", "a:b", "keyhole:mqtt:t:falken", "line\nbreak", "Jörg %41"})
    void isReadAsItWasRecorded(String name) {
        Owner owner = new Owner("a:b/c", WireProtocol.CORE, name);
        assertThat(Owner.ofRecord(owner.toRecord())).contains(owner);
        Owner named = new Owner(name, WireProtocol.MQTT, "falken");
        assertThat(Owner.ofRecord(named.toRecord())).contains(named);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "falken", "keyhole:", "keyhole:openwire:t:falken", "keyhole:mqtt:falken", "keyhole:mqtt:%4:x"
            })
    void isNobodyIfTheRecordIsNoneOfOurs(String record) {
        assertThat(Owner.ofRecord(record)).isEmpty();
    }

    @Test
    void isNotMistakenForAnother() {
        Owner tricky = new Owner("a", WireProtocol.MQTT, "b:c");
        assertThat(tricky.toRecord()).isNotEqualTo(new Owner("a:b", WireProtocol.MQTT, "c").toRecord());
    }
}
