package dev.keyhole.permissions;

import dev.keyhole.permissions.NamePattern.Match;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Finds the first rule of a list that a name fits, without trying them one by one: names are looked up, texts that names
 * begin or end with are searched for, and of the other patterns those only are tried for which the name holds a text that
 * they ask for. Patterns that ask for none are tried many at a time. Immutable, but for what its automata learn;
 * thread-safe.
 */
final class PermissionIndex {

    static final int NONE = Integer.MAX_VALUE;

    private static final int[] NO_RULES = {};

    private final List<Rule> rules;
    private final Map<String, Integer> names;
    private final Edges beginnings;
    private final Edges ends;
    /** The first rule that every name fits. */
    private final int everything;

    private final List<GramFilter> filters;
    private final List<Together> others;
    /** Rules that only backtracking can match and no filter finds, in order. */
    private final int[] counted;

    /** Rules that one automaton matches, in order. */
    static final class Together {

        private final int[] rules;
        private final LazyAutomaton automaton;

        /**
         * @param rules their numbers, in the order of the automaton's patterns
         */
        Together(int[] rules, LazyAutomaton automaton) {
            this.rules = rules.clone();
            this.automaton = automaton;
        }

        private int find(String name, int limit) {
            if (rules[0] >= limit) {
                return NONE;
            }
            int found = automaton.search(name);
            return found == Automaton.NONE ? NONE : rules[found];
        }
    }

    PermissionIndex(
            List<Rule> rules,
            Map<String, Integer> names,
            Edges beginnings,
            Edges ends,
            int everything,
            List<GramFilter> filters,
            List<Together> others,
            int[] counted) {
        this.rules = rules;
        // Not an immutable map of the JDK's: that one is slow to find names of equal hash codes among each other.
        this.names = new HashMap<>(names);
        this.beginnings = beginnings;
        this.ends = ends;
        this.everything = everything;
        this.filters = List.copyOf(filters);
        this.others = List.copyOf(others);
        this.counted = counted.clone();
    }

    /** Looks for the first rule that a name fits, or of which that can't be said. */
    Search search(String name) {
        Search search = new Search(name);
        Integer rule = names.get(name);
        if (rule != null) {
            search.found(rule);
        }
        search.found(beginnings.find(name));
        search.found(ends.find(name));
        search.found(everything);
        for (int i = 0; i < filters.size(); i++) {
            filters.get(i).find(name, search.first, search);
        }
        for (int i = 0; i < others.size(); i++) {
            search.found(others.get(i).find(name, search.first));
        }
        for (int i = 0; i < counted.length && counted[i] < search.first; i++) {
            search.later(counted[i]);
        }
        search.backtrack();
        return search;
    }

    /** One search. Used once. */
    final class Search implements GramFilter.Candidates {

        private final String name;
        private int first = NONE;
        private boolean undecided;
        private int[] waiting = NO_RULES;
        private int waitingCount;

        private Search(String name) {
            this.name = name;
        }

        private void found(int rule) {
            first = Math.min(first, rule);
        }

        @Override
        public void add(int rule) {
            if (rule >= first) {
                return;
            }
            NamePattern pattern = rules.get(rule).pattern();
            if (pattern instanceof CountedPattern) {
                later(rule);
            } else if (pattern.match(name) == Match.YES) {
                first = rule;
            }
        }

        /** Those that take long are tried last, as they may not have to be tried at all. */
        private void later(int rule) {
            if (waitingCount == waiting.length) {
                waiting = Arrays.copyOf(waiting, Math.max(4, 2 * waitingCount));
            }
            waiting[waitingCount++] = rule;
        }

        /** In document order, and all with the steps of one check. */
        private void backtrack() {
            if (waitingCount == 0) {
                return;
            }
            Arrays.sort(waiting, 0, waitingCount);
            Steps steps = new Steps();
            for (int i = 0; i < waitingCount && waiting[i] < first; i++) {
                Match match = ((CountedPattern) rules.get(waiting[i]).pattern()).match(name, steps);
                if (match != Match.NO) {
                    first = waiting[i];
                    undecided = match == Match.UNDECIDED;
                }
            }
        }

        /** The rule, or {@link #NONE}. */
        int first() {
            return first;
        }

        /** Whether it couldn't be found out if that rule matches. */
        boolean isUndecided() {
            return undecided;
        }
    }
}
