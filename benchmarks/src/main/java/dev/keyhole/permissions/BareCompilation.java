package dev.keyhole.permissions;

import java.util.List;

/** Compiles patterns as the engine does, with nothing around it. It stands in the engine's package, which has no door. */
public final class BareCompilation {

    private BareCompilation() {}

    /** Returns something that depends on all of it. */
    public static long compile(List<String> patterns) {
        AutomatonMemory memory = new AutomatonMemory();
        long bytes = 0;
        for (String pattern : patterns) {
            bytes += Automaton.of(List.of(PatternParser.parse(pattern)), memory).bytes();
        }
        return bytes;
    }
}
