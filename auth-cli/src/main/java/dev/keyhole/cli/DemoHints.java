package dev.keyhole.cli;

import dev.keyhole.spi.Secret;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Map;

/** Lines to paste into another terminal while the demo is up. */
final class DemoHints {

    private final PrintWriter out;
    private final Map<String, ServerAddress> places;
    private final String command;

    DemoHints(Surroundings surroundings, Map<String, ServerAddress> places) {
        this.out = surroundings.out();
        this.places = places;
        this.command = surroundings.variables().getOrDefault("KEYHOLE_COMMAND", "keyhole");
    }

    void print(Path configuration) {
        String falken = credentials(Tour.FALKEN);
        out.println();
        out.println("The broker stays up until you press Ctrl-C, and shows who comes. In another terminal, try");
        head("to read and write what may be read and written:");
        line("mosquitto_sub " + at("mqtt") + falken + " -t games/chess -v");
        line("mosquitto_pub " + at("mqtt") + "-q 1 " + falken + " -t games/chess -m e4");
        head("what is refused: a topic, a wrong password, no logon:");
        line("mosquitto_pub " + at("mqtt") + "-q 1 " + falken + " -t norad/defcon -m 1");
        line("mosquitto_pub " + at("mqtt") + "-q 1 -u falken -P wrong -t games/chess -m e4");
        line("mosquitto_pub " + at("mqtt") + "-q 1 -t games/chess -m e4");
        head("the lobby, where nobody logs on:");
        line("mosquitto_sub " + at("lobby") + "-t public/news -v");
        head("Keyhole's own commands:");
        line(command + " ping --server " + uri(Tour.FALKEN));
        line(command + " ping --server " + uri(Tour.LIGHTMAN));
        line("KEYHOLE_PASSWORD=joshua " + command + " check --config " + shortest(configuration)
                + " --transport mqtt --user falken --write norad/defcon");
        out.flush();
    }

    /** As seen from the working directory, if that is shorter. */
    private static String shortest(Path file) {
        Path here = Path.of("").toAbsolutePath();
        String relative = file.isAbsolute() && file.startsWith(here)
                ? here.relativize(file).toString()
                : file.toString();
        return relative.isEmpty() ? file.toString() : relative;
    }

    private void head(String text) {
        out.println();
        out.println("  # " + text);
    }

    private void line(String text) {
        out.println("  " + text);
    }

    private String at(String transport) {
        ServerAddress place = place(transport);
        return "-V mqttv5 -h " + place.host() + " -p " + place.port() + " ";
    }

    private String uri(Visitor visitor) {
        ServerAddress place = place(visitor.transport());
        return place.protocol().scheme() + "://" + visitor.name() + ":" + password(visitor) + "@" + place.hostAndPort();
    }

    private static String credentials(Visitor visitor) {
        return "-u " + visitor.name() + " -P " + password(visitor);
    }

    /** The demo's passwords are no secrets. */
    private static String password(Visitor visitor) {
        Secret password = visitor.password();
        return password.reveal();
    }

    private ServerAddress place(String transport) {
        ServerAddress place = places.get(transport);
        if (place == null) {
            throw new IllegalStateException("the demo has no transport " + transport);
        }
        return place;
    }
}
