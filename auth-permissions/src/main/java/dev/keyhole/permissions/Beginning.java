package dev.keyhole.permissions;

import dev.keyhole.spi.EntitlementDecision;
import dev.keyhole.spi.Explanation;
import dev.keyhole.spi.Permission;
import java.util.List;

/**
 * All names that begin with one text. Finds out whether a list grants every one of them. A yes is so; a no may only mean
 * that it can't be seen from the patterns.
 */
record Beginning(String text) {

    /** Denied unless each name is granted without a filter or a select list. */
    EntitlementDecision decide(List<Rule> rules, Permission permission) {
        for (Rule rule : rules) {
            if (isApartFrom(rule.pattern())) {
                continue;
            }
            EntitlementDecision decision = rule.decision(permission);
            boolean whole = decision instanceof EntitlementDecision.Granted granted
                    && granted.filter().isEmpty()
                    && granted.select().isEmpty();
            if (!whole) {
                return denied(rule, "the entry may be about one of these names, and doesn't grant it in full");
            }
            if (isWithin(rule.pattern())) {
                return decision;
            }
        }
        return EntitlementDecision.denied(
                Explanation.of("no entry is known to grant every name that begins with '" + text + "'"));
    }

    private static EntitlementDecision denied(Rule rule, String detail) {
        return EntitlementDecision.denied(
                new Explanation(rule.pointer(), rule.pattern().text(), detail));
    }

    /** Whether the pattern matches each of the names. */
    private boolean isWithin(NamePattern pattern) {
        return pattern instanceof SimplePattern simple
                && switch (simple.kind()) {
                    case BEGINS -> text.startsWith(simple.part());
                    case CONTAINS -> text.contains(simple.part());
                    case EQUALS, ENDS -> false;
                };
    }

    /** Whether the pattern is known to match none of the names. */
    private boolean isApartFrom(NamePattern pattern) {
        if (pattern instanceof LiteralName literal) {
            return !literal.text().startsWith(text);
        }
        if (pattern instanceof SimplePattern simple) {
            return switch (simple.kind()) {
                case EQUALS -> !simple.part().startsWith(text);
                case BEGINS -> isApartFrom(simple.part());
                case ENDS, CONTAINS -> false;
            };
        }
        return Requirement.of(PatternParser.parse(pattern.text())).stream()
                .allMatch(requirement -> isApartFrom(requirement.start()));
    }

    private boolean isApartFrom(String start) {
        return !start.startsWith(text) && !text.startsWith(start);
    }
}
