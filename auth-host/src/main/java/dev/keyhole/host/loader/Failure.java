package dev.keyhole.host.loader;

import dev.keyhole.spi.Problem;
import java.util.Set;

/**
 * Something in a module directory that can't be used.
 *
 * @param names the library names and predefined names that it is about; empty if nobody can tell which they are
 */
record Failure(Problem problem, Set<String> names) {

    static Failure of(String location, String message) {
        return new Failure(new Problem(location, "", message), Set.of());
    }
}
