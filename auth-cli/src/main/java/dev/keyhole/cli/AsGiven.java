package dev.keyhole.cli;

import dev.keyhole.spi.Problem;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;

/**
 * Places in a configuration as somebody sees them who gave its name on the command line, so that an editor finds them. A
 * configuration itself names its files as they are seen from its own folder.
 */
final class AsGiven {

    private AsGiven() {}

    /** The place; the file itself if there is none. */
    static String location(Path file, String location) {
        if (location.isEmpty()) {
            return file.toString();
        }
        try {
            return file.resolveSibling(location).toString();
        } catch (InvalidPathException e) {
            return location;
        }
    }

    /** The same problems; one that stands nowhere stays so. */
    static List<Problem> problems(Path file, List<Problem> problems) {
        return problems.stream()
                .map(problem -> problem.location().isEmpty() ? problem : problem.at(location(file, problem.location())))
                .toList();
    }
}
