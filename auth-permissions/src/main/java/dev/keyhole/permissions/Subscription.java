package dev.keyhole.permissions;

import dev.keyhole.spi.EntitlementDecision;
import dev.keyhole.spi.EntitlementDecision.Granted;
import dev.keyhole.spi.Explanation;
import dev.keyhole.spi.Permission;
import java.util.ArrayList;
import java.util.List;

/**
 * Finds out whether anything that a filter matches may be read. A no is so: there is no such name. A yes may only mean
 * that it can't be ruled out from the patterns; what is delivered is decided topic by topic.
 */
record Subscription(TopicFilter filter, PermissionList list) {

    /** Comparisons of patterns with each other for one answer. */
    private static final int MAX_COMPARISONS = 100_000;

    EntitlementDecision decide() {
        List<SimplePattern> denied = new ArrayList<>();
        int comparisonsLeft = MAX_COMPARISONS;
        for (Rule rule : list.rules()) {
            NamePattern pattern = rule.pattern();
            if (!rule.grants().read().granted()) {
                if (isAll(pattern)) {
                    return EntitlementDecision.denied(explanation(
                            rule, "the entry is about all that the subscription matches, and doesn't grant it"));
                }
                if (pattern instanceof SimplePattern simple) {
                    denied.add(simple);
                }
            } else if (mayBeAboutSome(pattern)) {
                comparisonsLeft -= denied.size();
                if (comparisonsLeft < 0 || !isHidden(pattern, denied)) {
                    return EntitlementDecision.granted(explanation(
                            rule, "the entry grants reading, and may be about what the subscription matches"));
                }
            }
        }
        return EntitlementDecision.denied(
                Explanation.of("no entry of 'topic' grants reading of anything that the subscription matches"));
    }

    private static Explanation explanation(Rule rule, String detail) {
        return new Explanation(rule.pointer(), rule.pattern().text(), detail);
    }

    /** Whether the pattern is known to match each of the filter's names. */
    private boolean isAll(NamePattern pattern) {
        return pattern instanceof SimplePattern simple
                && switch (simple.kind()) {
                    case BEGINS -> filter.alwaysBeginsWith(simple.part());
                    case CONTAINS -> filter.alwaysContains(simple.part());
                    case EQUALS, ENDS -> false;
                };
    }

    /** Whether the pattern may match one of the filter's names that isn't decided earlier. */
    private boolean mayBeAboutSome(NamePattern pattern) {
        if (pattern instanceof LiteralName literal) {
            return isReadable(literal.text());
        }
        if (pattern instanceof SimplePattern simple) {
            return switch (simple.kind()) {
                case EQUALS -> isReadable(simple.part());
                case BEGINS -> filter.mayBeginWith(simple.part());
                case ENDS, CONTAINS -> true;
            };
        }
        return Requirement.of(PatternParser.parse(pattern.text())).stream()
                .anyMatch(requirement -> filter.mayBeginWith(requirement.start()));
    }

    private boolean isReadable(String name) {
        return filter.matches(name) && list.decide(Permission.READ, name) instanceof Granted;
    }

    /** Whether each name that the pattern matches is known to be matched by an earlier one. */
    private static boolean isHidden(NamePattern pattern, List<SimplePattern> earlier) {
        if (earlier.isEmpty()) {
            return false;
        }
        List<Requirement> requirements = Requirement.of(PatternParser.parse(pattern.text()));
        return earlier.stream()
                .anyMatch(other -> requirements.stream().allMatch(requirement -> requirement.implies(other)));
    }
}
