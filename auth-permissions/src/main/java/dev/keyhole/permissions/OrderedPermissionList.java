package dev.keyhole.permissions;

import dev.keyhole.spi.EntitlementDecision;
import dev.keyhole.spi.Permission;
import java.util.List;

/** Tries one rule after the other, all with the steps of one check. */
record OrderedPermissionList(List<Rule> rules, EntitlementDecision unmatched) implements PermissionList {

    @Override
    public EntitlementDecision decide(Permission permission, String name) {
        Steps steps = new Steps();
        // By index: an iterator would be one more object for each check.
        for (int i = 0; i < rules.size(); i++) {
            Rule rule = rules.get(i);
            NamePattern pattern = rule.pattern();
            switch (pattern instanceof CountedPattern counted ? counted.match(name, steps) : pattern.match(name)) {
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
