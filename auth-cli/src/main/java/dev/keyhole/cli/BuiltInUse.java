package dev.keyhole.cli;

import dev.keyhole.host.config.Configuration;
import dev.keyhole.host.config.Configuration.Transport;
import java.util.ArrayList;
import java.util.List;

/** Finds where a configuration leaves a transport to the built-in modules. */
final class BuiltInUse {

    private BuiltInUse() {}

    /** What a reader should know of one transport; nothing if it, or the instance, names its modules. */
    static List<String> notes(Configuration configuration, String transport) {
        return configuration.transports().stream()
                .filter(candidate -> candidate.name().equals(transport))
                .flatMap(candidate -> notes(configuration, candidate).stream())
                .toList();
    }

    /** What a reader should know of one transport. */
    static List<String> notes(Configuration configuration, Transport transport) {
        List<String> notes = new ArrayList<>();
        if (transport.authentication().isEmpty()
                && configuration.authentication().isEmpty()) {
            notes.add("transport '" + transport.name() + "' names no Authentication, and neither does the instance:"
                    + " the built-in module accepts any user name with any password");
        }
        if (transport.entitlement().isEmpty() && configuration.entitlement().isEmpty()) {
            notes.add("transport '" + transport.name() + "' names no Entitlement, and neither does the instance:"
                    + " the built-in module grants everything");
        }
        return notes;
    }
}
