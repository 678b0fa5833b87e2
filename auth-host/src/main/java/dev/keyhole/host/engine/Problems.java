package dev.keyhole.host.engine;

import dev.keyhole.spi.ConfigurationException;
import dev.keyhole.spi.Problem;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Everything that is wrong with a configuration, each thing once, in the order it was found. Not thread-safe. */
final class Problems {

    private final Set<Problem> errors = new LinkedHashSet<>();
    private final Set<Problem> warnings = new LinkedHashSet<>();

    void error(String location, String message) {
        errors.add(new Problem(location, "", message));
    }

    void warning(String location, String message) {
        warnings.add(new Problem(location, "", message));
    }

    void errors(Collection<Problem> more) {
        errors.addAll(more);
    }

    void warnings(Collection<Problem> more) {
        warnings.addAll(more);
    }

    List<Problem> errors() {
        return List.copyOf(errors);
    }

    /** Without those that are errors as well. */
    List<Problem> warnings() {
        return warnings.stream().filter(warning -> !errors.contains(warning)).toList();
    }

    void throwIfAny() {
        if (!errors.isEmpty()) {
            throw new ConfigurationException(errors());
        }
    }
}
