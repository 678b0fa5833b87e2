package dev.keyhole.service;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keyhole.spi.ConfigurationException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class GroupsTest {

    private static Groups groups(String content) {
        return Groups.parse(Path.of("groups"), content.getBytes(UTF_8));
    }

    @Test
    void theFirstLineThatNamesAUserDecides() {
        Groups groups = groups("# who\n traders :  falken\tmckittrick \nclerks: falken jennifer\ntraders: david\n");
        assertThat(groups.of("falken")).hasValue("traders");
        assertThat(groups.of("mckittrick")).hasValue("traders");
        assertThat(groups.of("jennifer")).hasValue("clerks");
        assertThat(groups.of("david")).hasValue("traders");
        assertThat(groups.of("nobody")).isEmpty();
        assertThat(groups.of("")).isEmpty();
    }

    @Test
    void aStarIsEverybodyFromItsLineOn() {
        Groups groups = groups("traders: falken\nguests: *\nclerks: jennifer\n");
        assertThat(groups.of("falken")).hasValue("traders");
        assertThat(groups.of("jennifer")).hasValue("guests");
        assertThat(groups.of("*")).hasValue("guests");
    }

    @Test
    void anEmptyGroupHasNobody() {
        assertThat(groups("traders:\n").of("")).isEmpty();
        assertThat(groups("").of("falken")).isEmpty();
    }

    @Test
    void everyWrongLineIsNamedAtOnce() {
        assertThatThrownBy(() -> groups("traders falken\n: falken\na: b\nx\u0000: y"))
                .isInstanceOf(ConfigurationException.class)
                .hasMessage("groups:1: this isn't a line 'group: user user'" + System.lineSeparator()
                        + "groups:2: this isn't a line 'group: user user'" + System.lineSeparator()
                        + "groups:4: this isn't a line 'group: user user'");
    }
}
