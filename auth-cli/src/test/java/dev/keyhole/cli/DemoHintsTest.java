package dev.keyhole.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyhole.cli.ServerAddress.Protocol;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DemoHintsTest {

    @Test
    void linesToPasteHaveTheRightPortsAndTheCommandAsItWasCalled() {
        CommandRun command = new CommandRun().variable("KEYHOLE_COMMAND", "./keyhole");
        Map<String, ServerAddress> places = Map.of(
                "mqtt", ServerAddress.parse("127.0.0.1:1111", Protocol.MQTT),
                "lobby", ServerAddress.parse("127.0.0.1:2222", Protocol.MQTT),
                "amqp", ServerAddress.parse("127.0.0.1:3333", Protocol.AMQP));

        new DemoHints(command.surroundings(), places).print(Path.of("examples/demo/keyhole.xml"));

        assertThat(command.out())
                .contains("mosquitto_pub -V mqttv5 -h 127.0.0.1 -p 1111 -q 1 -u falken -P joshua -t games/chess -m e4")
                .contains("mosquitto_sub -V mqttv5 -h 127.0.0.1 -p 2222 -t public/news -v")
                .contains("./keyhole ping --server mqtt://falken:joshua@127.0.0.1:1111")
                .contains("./keyhole ping --server amqp://lightman:pencil@127.0.0.1:3333")
                .contains("./keyhole check --config examples/demo/keyhole.xml --transport mqtt");
    }
}
