package dev.keyhole.permissions;

import dev.keyhole.spi.EntitlementDecision;
import dev.keyhole.spi.Permission;
import java.util.List;

/** Tries one rule after the other. */
record OrderedPermissionList(List<Rule> rules, EntitlementDecision unmatched) implements PermissionList {

    @Override
    public EntitlementDecision decide(Permission permission, String name) {
        // By index: an iterator would be one more object for each check.
        for (int i = 0; i < rules.size(); i++) {
            Rule rule = rules.get(i);
            switch (rule.pattern().match(name)) {
                case YES -> {
                    return rule.decision(permission);
                }
                case UNDECIDED -> {
                    return rule.undecided();
                }
                case NO -> {}
            }
        }
        return unmatched;
    }
}
