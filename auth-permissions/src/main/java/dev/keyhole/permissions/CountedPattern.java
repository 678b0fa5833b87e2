package dev.keyhole.permissions;

/**
 * A pattern that only backtracking can match, by a program whose steps are counted.
 *
 * @param size see {@link PatternSize}
 * @param atStartOnly whether there is a match at the start of a name, if there is one at all
 */
record CountedPattern(String text, int size, Program program, boolean atStartOnly) implements NamePattern {

    static CountedPattern of(String text, Node node) {
        return new CountedPattern(
                text, (int) PatternSize.of(node), ProgramWriter.write(node), Anchor.mayStayAtStart(node));
    }

    @Override
    public Match match(String name) {
        return match(name, new Steps());
    }

    /** As {@link #match(String)}, with the steps that a check has left. */
    Match match(String name, Steps steps) {
        return Backtracker.search(program, name, atStartOnly, steps);
    }
}
