package dev.keyhole.permissions;

import dev.keyhole.spi.EntitlementDecision;
import dev.keyhole.spi.Permission;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds the rule that decides by an index, which is made when the list is first asked: a logon doesn't wait for it. */
final class IndexedPermissionList implements PermissionList {

    private final List<Rule> rules;
    private final EntitlementDecision unmatched;
    private final AutomatonMemory memory;

    /** Read without a lock, written under that of this. */
    private volatile @Nullable PermissionIndex made;

    IndexedPermissionList(List<Rule> rules, EntitlementDecision unmatched, AutomatonMemory memory) {
        this.rules = rules;
        this.unmatched = unmatched;
        this.memory = memory;
    }

    @Override
    public List<Rule> rules() {
        return rules;
    }

    @Override
    public EntitlementDecision decide(Permission permission, String name) {
        PermissionIndex.Search search = index().search(name);
        int first = search.first();
        if (first == PermissionIndex.NONE) {
            return unmatched;
        }
        Rule rule = rules.get(first);
        return search.isUndecided() ? rule.undecided() : rule.decision(permission);
    }

    /** Whether the index has been made. */
    boolean isIndexed() {
        return made != null;
    }

    private PermissionIndex index() {
        PermissionIndex index = made;
        return index == null ? make() : index;
    }

    private synchronized PermissionIndex make() {
        PermissionIndex index = made;
        if (index == null) {
            index = IndexBuilder.build(rules, memory);
            made = index;
        }
        return index;
    }
}
