package dev.keyhole.permissions;

import dev.keyhole.permissions.NamePattern.Match;
import dev.keyhole.permissions.SimplePattern.Kind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Finds the rules of a list that never decide, as an earlier one matches each name that they match. What it finds is so;
 * it doesn't find all, as that takes more than comparing: a name is tried on every earlier pattern, a pattern is compared
 * with those that ask for a beginning, an end or a part.
 */
final class Cover {

    /** Comparisons for one list; they take some seconds at most. */
    private static final int MAX_COMPARISONS = 1_000_000;

    private final Map<String, Rule> byName = new HashMap<>();
    private final Map<String, Rule> byText = new HashMap<>();
    private final List<Rule> patterns = new ArrayList<>();
    private int comparisonsLeft = MAX_COMPARISONS;

    /** Whether all rules given so far were compared with all before them. */
    boolean isComplete() {
        return comparisonsLeft > 0;
    }

    /** The first of the rules given before that covers this one. */
    Optional<Rule> find(Rule rule) {
        Optional<String> name = onlyName(rule.pattern());
        Optional<Rule> same = name.isPresent()
                ? Optional.ofNullable(byName.putIfAbsent(name.get(), rule))
                : Optional.ofNullable(byText.putIfAbsent(rule.pattern().text(), rule));
        Predicate<NamePattern> covers = name.map(Cover::coversName).orElseGet(() -> coversPattern(rule.pattern()));
        Optional<Rule> covering = patterns.stream()
                .takeWhile(earlier -> comparisonsLeft-- > 0)
                .filter(earlier -> covers.test(earlier.pattern()))
                .findFirst();
        if (name.isEmpty()) {
            patterns.add(rule);
        }
        return covering.or(() -> same);
    }

    /** The one name that a pattern matches, if it is known to be one. */
    static Optional<String> onlyName(NamePattern pattern) {
        if (pattern instanceof LiteralName literal) {
            return Optional.of(literal.text());
        }
        return pattern instanceof SimplePattern simple && simple.kind() == Kind.EQUALS
                ? Optional.of(simple.part())
                : Optional.empty();
    }

    private static Predicate<NamePattern> coversName(String name) {
        return earlier -> earlier.match(name) == Match.YES;
    }

    private static Predicate<NamePattern> coversPattern(NamePattern pattern) {
        List<Requirement> requirements = Requirement.of(PatternParser.parse(pattern.text()));
        return earlier -> earlier instanceof SimplePattern simple
                && requirements.stream().allMatch(requirement -> requirement.implies(simple));
    }
}
