package dev.keyhole.permissions;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A pattern that an automaton matches, in a time that grows with the length of the name and no faster. The automaton is
 * made when it is first needed: most patterns wait behind others that decide, or are matched together with others.
 */
final class LinearPattern implements NamePattern {

    private final String text;
    private volatile @Nullable Automaton made;

    /**
     * @param text of a pattern that is {@linkplain Regularity regular}
     */
    LinearPattern(String text) {
        this.text = text;
    }

    @Override
    public String text() {
        return text;
    }

    @Override
    public Match match(String name) {
        Automaton automaton = made;
        if (automaton == null) {
            automaton = Automaton.of(List.of(PatternParser.parse(text)));
            made = automaton;
        }
        return automaton.search(name) == Automaton.NONE ? Match.NO : Match.YES;
    }
}
