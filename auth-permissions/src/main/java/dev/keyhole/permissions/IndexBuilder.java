package dev.keyhole.permissions;

import dev.keyhole.permissions.PermissionIndex.Together;
import dev.keyhole.permissions.SimplePattern.Kind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Sorts the rules of one list into the parts of a {@link PermissionIndex}. Used once. */
final class IndexBuilder {

    /** Lengths of the texts that names are searched for; a rule is found by the longest it can be found by. */
    private static final int[] GRAM_LENGTHS = {4, 2};

    /** Most patterns that one automaton matches, and the most parts they have: it bounds what a new state costs. */
    private static final int MAX_TOGETHER = 64;

    private static final int MAX_PARTS_TOGETHER = DocumentLimits.MAX_PATTERN_SIZE;

    private final List<Rule> rules;
    private final AutomatonMemory memory;
    private final Map<String, Integer> names = new HashMap<>();
    private final Edges.Builder beginnings = new Edges.Builder();
    private final Edges.Builder ends = new Edges.Builder();
    private final List<Sought> sought = new ArrayList<>();
    private final List<Alone> alone = new ArrayList<>();
    private final List<Integer> counted = new ArrayList<>();
    private int everything = PermissionIndex.NONE;

    /** A rule that is found by texts: a name that it fits holds all texts of one of the lists. */
    private record Sought(int rule, List<List<String>> texts) {}

    /** A rule that can't be found by a text. */
    private record Alone(int rule, String text, long size) {}

    private IndexBuilder(List<Rule> rules, AutomatonMemory memory) {
        this.rules = rules;
        this.memory = memory;
    }

    static PermissionIndex build(List<Rule> rules, AutomatonMemory memory) {
        IndexBuilder builder = new IndexBuilder(rules, memory);
        // What comes after a rule that every name fits never decides.
        for (int i = 0; i < rules.size() && builder.everything == PermissionIndex.NONE; i++) {
            builder.add(i, rules.get(i).pattern());
        }
        return builder.index();
    }

    private void add(int rule, NamePattern pattern) {
        if (pattern instanceof LiteralName literal) {
            names.putIfAbsent(literal.text(), rule);
        } else if (pattern instanceof SimplePattern simple) {
            addSimple(rule, simple);
        } else {
            Node node = PatternParser.parse(pattern.text());
            List<List<String>> texts =
                    Requirement.of(node).stream().map(Requirement::parts).toList();
            if (texts.stream().allMatch(IndexBuilder::isLongEnough)) {
                sought.add(new Sought(rule, texts));
            } else if (pattern instanceof CountedPattern) {
                counted.add(rule);
            } else {
                alone.add(new Alone(rule, pattern.text(), pattern.size()));
            }
        }
    }

    private void addSimple(int rule, SimplePattern pattern) {
        String part = pattern.part();
        switch (pattern.kind()) {
            case EQUALS -> names.putIfAbsent(part, rule);
            case BEGINS -> beginnings.add(part, rule);
            case ENDS -> ends.add(part, rule);
            case CONTAINS -> {
                if (part.isEmpty()) {
                    everything = rule;
                } else if (isLongEnough(List.of(part))) {
                    sought.add(new Sought(rule, List.of(List.of(part))));
                } else {
                    alone.add(new Alone(rule, pattern.text(), pattern.text().length()));
                }
            }
        }
    }

    private static boolean isLongEnough(List<String> texts) {
        int least = GRAM_LENGTHS[GRAM_LENGTHS.length - 1];
        return texts.stream().anyMatch(text -> text.length() >= least);
    }

    private PermissionIndex index() {
        return new PermissionIndex(
                rules,
                names,
                beginnings.build(false),
                ends.build(true),
                everything,
                filters(),
                together(),
                counted.stream().mapToInt(Integer::intValue).toArray());
    }

    private List<GramFilter> filters() {
        if (sought.isEmpty()) {
            return List.of();
        }
        List<GramFilter.Builder> builders = new ArrayList<>();
        for (int length : GRAM_LENGTHS) {
            builders.add(new GramFilter.Builder(length));
        }
        builders.forEach(this::count);
        for (Sought one : sought) {
            for (List<String> texts : one.texts()) {
                builders.stream()
                        .filter(builder -> builder.takes(texts))
                        .findFirst()
                        .ifPresent(builder -> builder.add(one.rule(), texts));
            }
        }
        return builders.stream()
                .filter(builder -> !builder.isEmpty())
                .map(GramFilter.Builder::build)
                .toList();
    }

    private void count(GramFilter.Builder builder) {
        for (Rule rule : rules) {
            NamePattern pattern = rule.pattern();
            if (pattern instanceof LiteralName
                    || (pattern instanceof SimplePattern simple && simple.kind() != Kind.CONTAINS)) {
                builder.count(pattern.text());
            }
        }
        sought.forEach(one -> one.texts().forEach(texts -> texts.forEach(builder::count)));
    }

    private List<Together> together() {
        List<Together> all = new ArrayList<>();
        List<Alone> some = new ArrayList<>();
        long parts = 0;
        for (Alone one : alone) {
            long size = one.size();
            if (some.size() == MAX_TOGETHER || (!some.isEmpty() && parts + size > MAX_PARTS_TOGETHER)) {
                all.add(together(some));
                some.clear();
                parts = 0;
            }
            some.add(one);
            parts += size;
        }
        if (!some.isEmpty()) {
            all.add(together(some));
        }
        return all;
    }

    private Together together(List<Alone> some) {
        return new Together(
                some.stream().mapToInt(Alone::rule).toArray(),
                new LazyAutomaton(some.stream().map(Alone::text).toList(), memory));
    }
}
