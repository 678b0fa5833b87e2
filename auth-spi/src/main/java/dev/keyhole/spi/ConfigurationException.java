package dev.keyhole.spi;

import java.util.List;
import java.util.stream.Collectors;

/** The configuration can't work. Carries every problem that was found, not only the first. */
public class ConfigurationException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    @SuppressWarnings("serial") // the one list that List.copyOf makes is serializable
    private final List<Problem> problems;

    public ConfigurationException(List<Problem> problems) {
        super(problems.stream().map(Problem::toString).collect(Collectors.joining(System.lineSeparator())));
        if (problems.isEmpty()) {
            throw new IllegalArgumentException("no problem");
        }
        this.problems = List.copyOf(problems);
    }

    /** A problem that belongs to no single option. */
    public ConfigurationException(String message) {
        this(List.of(Problem.of(message)));
    }

    /** A problem of one option; the host adds where it stands. */
    public ConfigurationException(Option<?> option, String message) {
        this(List.of(Problem.of(option, message)));
    }

    public List<Problem> problems() {
        return problems;
    }
}
