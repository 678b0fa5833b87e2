package dev.keyhole.host;

import dev.keyhole.spi.Problem;
import java.util.List;

/**
 * What is to be said about a configuration, the modules it names and their options, without a host being started.
 *
 * @param errors each of them keeps a host from starting
 * @param warnings each of them would be logged at the start
 */
public record Inspection(List<Problem> errors, List<Problem> warnings) {
    public Inspection {
        errors = List.copyOf(errors);
        warnings = List.copyOf(warnings);
    }
}
