package dev.keyhole.host.config;

import dev.keyhole.spi.Problem;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** What was found wrong or worth saying so far. Not thread-safe. */
final class Findings {

    private final List<Problem> errors = new ArrayList<>();
    private final List<Problem> warnings = new ArrayList<>();

    void error(String location, String message) {
        errors.add(new Problem(location, "", message));
    }

    void warning(String location, String message) {
        warnings.add(new Problem(location, "", message));
    }

    void errors(List<Problem> more) {
        errors.addAll(more);
    }

    /** Takes over what others found, their errors as errors. */
    void add(Findings more) {
        errors.addAll(more.errors);
        warnings.addAll(more.warnings);
    }

    /** Takes over what others found, all of it as warnings, each with what makes it one. */
    void addAsWarnings(Findings more, String reason) {
        more.errors.forEach(error -> warning(error.location(), error.message() + " (" + reason + ")"));
        warnings.addAll(more.warnings);
    }

    boolean hasErrors() {
        return !errors.isEmpty();
    }

    /** The errors, in the order of their lines, file by file. */
    List<Problem> errors() {
        return inOrder(errors);
    }

    /** The warnings, in the order of their lines, file by file. */
    List<Problem> warnings() {
        return inOrder(warnings);
    }

    private static List<Problem> inOrder(List<Problem> problems) {
        List<String> files = problems.stream()
                .map(problem -> file(problem.location()))
                .distinct()
                .toList();
        return problems.stream()
                .sorted(Comparator.comparingInt((Problem problem) -> files.indexOf(file(problem.location())))
                        .thenComparingInt(problem -> line(problem.location())))
                .toList();
    }

    private static String file(String location) {
        return line(location) == 0 ? location : location.substring(0, location.lastIndexOf(':'));
    }

    private static int line(String location) {
        String end = location.substring(location.lastIndexOf(':') + 1);
        return end.matches("[0-9]{1,9}") ? Integer.parseInt(end) : 0;
    }
}
