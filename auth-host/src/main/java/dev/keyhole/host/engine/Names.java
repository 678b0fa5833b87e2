package dev.keyhole.host.engine;

import dev.keyhole.spi.Resource;
import dev.keyhole.spi.ResourceType;
import java.util.Optional;

/** Which names may come before a module at all. */
final class Names {

    /** Longest user name, in characters; nobody's is longer. */
    static final int MAX_USER_NAME = 1_024;

    private Names() {}

    /** What is wrong with a user name that a client gave, or a module wants to bind. */
    static Optional<String> problemOfUserName(String name) {
        return problem("the user name", name, MAX_USER_NAME);
    }

    /** What is wrong with the name of a topic or the path of an admin resource. */
    static Optional<String> problemOf(Resource resource, int maxLength) {
        return problem(
                resource.type() == ResourceType.ADMIN ? "the path" : "the topic's name", resource.name(), maxLength);
    }

    private static Optional<String> problem(String what, String name, int maxLength) {
        if (name.length() > maxLength) {
            return Optional.of(what + " is longer than " + maxLength + " characters");
        }
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (Character.isISOControl(c)) {
                return Optional.of(what + " has a control character");
            }
            if (Character.isSurrogate(c)) {
                // Half a character has no encoding of its own: two such names would look the same to a service.
                if (i + 1 == name.length() || !Character.isSurrogatePair(c, name.charAt(i + 1))) {
                    return Optional.of(what + " isn't valid Unicode");
                }
                i++;
            }
        }
        return Optional.empty();
    }
}
