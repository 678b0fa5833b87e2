package dev.keyhole.service;

import dev.keyhole.spi.ConfigurationException;
import dev.keyhole.spi.Problem;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Who belongs to which group, as a file says it in the format of Apache's {@code AuthGroupFile}: lines {@code group: user
 * user}. A user named {@code *} is everybody. Immutable.
 */
final class Groups {

    static final Groups NONE = new Groups(Map.of(), Optional.empty());
    private static final String EVERYBODY = "*";

    /** A group, and where in the file it takes its members. */
    private record Membership(String group, int line) {}

    private final Map<String, Membership> first;
    private final Optional<Membership> everybody;

    private Groups(Map<String, Membership> first, Optional<Membership> everybody) {
        this.first = Map.copyOf(first);
        this.everybody = everybody;
    }

    /** The group of the first line that names the user or everybody. Those that follow don't count. */
    Optional<String> of(String user) {
        Optional<Membership> named = Optional.ofNullable(first.get(user));
        if (named.isPresent() && everybody.isPresent()) {
            return (named.get().line() < everybody.get().line() ? named : everybody).map(Membership::group);
        }
        return named.or(() -> everybody).map(Membership::group);
    }

    /** @throws ConfigurationException with every line that is wrong */
    static Groups parse(Path file, byte[] content) {
        List<Problem> problems = new ArrayList<>();
        Map<String, Membership> first = new HashMap<>();
        Lines.of(file, content, problems).forEach((number, line) -> {
            int colon = line.indexOf(':');
            String group = colon < 0 ? "" : line.substring(0, colon).strip();
            if (group.isEmpty() || line.chars().anyMatch(c -> Character.isISOControl(c) && c != '\t')) {
                problems.add(Problem.of("this isn't a line 'group: user user'").at(file + ":" + number));
                return;
            }
            Stream.of(line.substring(colon + 1).split("\\s+"))
                    .filter(user -> !user.isEmpty())
                    .forEach(user -> first.putIfAbsent(user, new Membership(group, number)));
        });
        if (!problems.isEmpty()) {
            throw new ConfigurationException(problems);
        }
        return new Groups(first, Optional.ofNullable(first.get(EVERYBODY)));
    }
}
