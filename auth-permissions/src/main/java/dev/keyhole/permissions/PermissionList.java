package dev.keyhole.permissions;

import dev.keyhole.spi.EntitlementDecision;
import dev.keyhole.spi.Explanation;
import dev.keyhole.spi.Permission;
import java.util.List;

/**
 * The rules of one list, searched in document order: the first one that matches a name decides, and where none does the
 * answer is no. Immutable, thread-safe; however it is searched, the answer is the same. Equal to another one that holds
 * equal rules in the same order.
 */
interface PermissionList {

    /** As many rules are tried one by one as fast as they are found in another way. */
    int FEW = 3;

    /** Decides by the first rule that matches. The name holds no control character. */
    EntitlementDecision decide(Permission permission, String name);

    /** In document order. */
    List<Rule> rules();

    /**
     * The list for some rules.
     *
     * @param field its name, for the explanation of an answer that no rule gave
     * @param memory of the automata that it makes
     */
    static PermissionList of(String field, List<Rule> rules, AutomatonMemory memory) {
        String detail = rules.isEmpty() ? "'" + field + "' has no entry" : "no entry of '" + field + "' matches";
        EntitlementDecision unmatched = EntitlementDecision.denied(Explanation.of(detail));
        List<Rule> ordered = List.copyOf(rules);
        return ordered.size() <= FEW
                ? new OrderedPermissionList(ordered, unmatched)
                : new IndexedPermissionList(ordered, unmatched, memory);
    }
}
