package dev.keyhole.permissions;

import dev.keyhole.permissions.NamePattern.Match;
import dev.keyhole.permissions.PermissionsDocument.Finding;
import dev.keyhole.spi.Permission;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Finds out whether a list grants nothing but what another one grants. A yes is so; a no may only mean that it can't be
 * seen from the patterns. Used once.
 *
 * <p>Entries with which both lists begin decide alike, and are left aside. Each other entry that grants something is
 * followed through the entries held, in their order: those that are about other names don't matter, those that grant as much
 * are fine, and one of these has to be about every name that the entry is about. One that grants less is the end, unless
 * an earlier entry of the first list is about all of its names: then these names are decided there, and that entry is
 * followed as well.
 */
final class Comparison {

    /** They take a second or so. */
    private static final int MAX_COMPARISONS = 1_000_000;

    private static final List<Permission> PERMISSIONS =
            List.of(Permission.READ, Permission.WRITE, Permission.REPLICATE);

    private final List<Rule> granted;
    private final List<Rule> held;
    private final Map<String, List<Requirement>> requirements = new HashMap<>();
    private int comparisonsLeft = MAX_COMPARISONS;

    Comparison(List<Rule> granted, List<Rule> held) {
        this.granted = granted;
        this.held = held;
    }

    /** The first entry that may grant more; empty if none does. */
    Optional<Finding> run() {
        int same = 0;
        while (same < granted.size() && same < held.size() && granted.get(same).equals(held.get(same))) {
            same++;
        }
        for (int i = same; i < granted.size(); i++) {
            for (Permission permission : PERMISSIONS) {
                Optional<Finding> finding = follow(i, permission, held.subList(same, held.size()));
                if (finding.isPresent()) {
                    return finding;
                }
            }
        }
        return Optional.empty();
    }

    private Optional<Finding> follow(int index, Permission permission, List<Rule> others) {
        Rule rule = granted.get(index);
        if (!access(rule, permission).granted()) {
            return Optional.empty();
        }
        for (Rule other : others) {
            if (comparisonsLeft-- <= 0) {
                return finding(rule, permission, "the documents are too large to be compared");
            }
            if (other.pattern() instanceof CountedPattern) {
                return finding(
                        rule,
                        permission,
                        other.pointer() + " of what is held has look-arounds or the like, which can't be compared; keep"
                                + " the entries up to it as they are");
            }
            if (areApart(other.pattern(), rule.pattern())) {
                continue;
            }
            if (grantsAsMuch(other, rule, permission)) {
                if (covers(other.pattern(), rule.pattern())) {
                    return Optional.empty();
                }
                continue;
            }
            if (!isDecidedBefore(index, other)) {
                return finding(
                        rule, permission, other.pointer() + " of what is held denies or limits names that it is about");
            }
        }
        return finding(rule, permission, "no entry of what is held is known to grant every name that it is about");
    }

    private static Optional<Finding> finding(Rule rule, Permission permission, String why) {
        String what =
                switch (permission) {
                    case READ -> "reading";
                    case WRITE -> "writing";
                    case REPLICATE -> "replication";
                    case LOGON -> "logons";
                };
        return Optional.of(new Finding(rule.pointer(), "the entry may grant more " + what + " than is held: " + why));
    }

    private static Access access(Rule rule, Permission permission) {
        return switch (permission) {
            case READ -> rule.grants().read();
            case WRITE -> rule.grants().write();
            case REPLICATE -> rule.grants().replicate();
            case LOGON -> Access.NONE;
        };
    }

    private static boolean grantsAsMuch(Rule held, Rule rule, Permission permission) {
        Access most = access(held, permission);
        Access wanted = access(rule, permission);
        boolean filter = most.granted() && (!most.isFiltered() || most.filter().equals(wanted.filter()));
        String select = held.grants().select();
        return filter
                && (permission != Permission.READ
                        || select.isEmpty()
                        || select.equals(rule.grants().select()));
    }

    private boolean isDecidedBefore(int index, Rule other) {
        return granted.subList(0, index).stream()
                .anyMatch(earlier -> comparisonsLeft-- > 0 && covers(earlier.pattern(), other.pattern()));
    }

    /** Whether each name that one is about the other is known to be about as well. */
    private boolean covers(NamePattern wide, NamePattern narrow) {
        if (wide.text().equals(narrow.text())) {
            return true;
        }
        Optional<String> name = Cover.onlyName(narrow);
        if (name.isPresent()) {
            return wide.match(name.get()) == Match.YES;
        }
        return wide instanceof SimplePattern simple
                && requirements(narrow).stream().allMatch(requirement -> requirement.implies(simple));
    }

    /** Whether they are known to have no name in common. */
    private boolean areApart(NamePattern one, NamePattern other) {
        Optional<String> name = Cover.onlyName(one);
        if (name.isPresent()) {
            return other.match(name.get()) == Match.NO;
        }
        Optional<String> otherName = Cover.onlyName(other);
        if (otherName.isPresent()) {
            return one.match(otherName.get()) == Match.NO;
        }
        return requirements(one).stream().allMatch(first -> requirements(other).stream()
                .noneMatch(second -> first.start().startsWith(second.start())
                        || second.start().startsWith(first.start())));
    }

    private List<Requirement> requirements(NamePattern pattern) {
        return requirements.computeIfAbsent(pattern.text(), text -> Requirement.of(PatternParser.parse(text)));
    }
}
