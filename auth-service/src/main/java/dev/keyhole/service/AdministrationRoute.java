package dev.keyhole.service;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * A path below {@link Administrator#ROOT} and what is done there.
 *
 * @param method of HTTP
 * @param template as in OpenAPI, {@code /users/{name}}
 * @param query the names that may stand behind the question mark
 */
record AdministrationRoute(
        String method, String template, Set<String> query, Function<AdministrationCall, AdministrationAnswer> action) {

    /** The parameters, if the segments of a path, each decoded, are as the template says. */
    Optional<Map<String, String>> match(List<String> segments) {
        String[] expected = template.substring(1).split("/");
        if (expected.length != segments.size()) {
            return Optional.empty();
        }
        Map<String, String> parameters = new HashMap<>();
        for (int i = 0; i < expected.length; i++) {
            if (expected[i].startsWith("{")) {
                parameters.put(expected[i].substring(1, expected[i].length() - 1), segments.get(i));
            } else if (!expected[i].equals(segments.get(i))) {
                return Optional.empty();
            }
        }
        return Optional.of(parameters);
    }
}
