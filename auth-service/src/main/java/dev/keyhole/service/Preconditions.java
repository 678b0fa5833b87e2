package dev.keyhole.service;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * {@code If-Match} and {@code If-None-Match} of a change, one of which has to be there: so nobody overwrites what somebody
 * else has changed meanwhile, and no page of another site can send a change without being asked about it first.
 */
final class Preconditions {

    private Preconditions() {}

    /**
     * Called inside the transaction that makes the change.
     *
     * @param tag of what is there now; empty if there is nothing
     */
    static void check(AdministrationCall call, Optional<String> tag) {
        List<String> match = call.headers("If-Match");
        List<String> none = call.headers("If-None-Match");
        if (match.isEmpty() == none.isEmpty()) {
            throw new Refusal(
                    428,
                    "send either 'If-Match' with the ETag of what is to be changed, or 'If-None-Match: *' to make"
                            + " something new");
        }
        if (!none.isEmpty()) {
            if (!none.equals(List.of("*"))) {
                throw new Refusal(400, "'If-None-Match' can only be * here");
            }
            if (tag.isPresent()) {
                throw new Refusal(412, "it is there already");
            }
            return;
        }
        boolean matches = match.stream()
                .flatMap(header -> Stream.of(header.split(",")))
                .map(String::strip)
                .anyMatch(known -> tag.isPresent() && (known.equals("*") || known.equals(tag.get())));
        if (!matches) {
            throw new Refusal(412, "somebody has changed it meanwhile, or it isn't there; read it again");
        }
    }
}
