package dev.keyhole.permissions;

import com.google.re2j.Pattern;
import dev.keyhole.permissions.NamePattern.Match;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** A way to match a pattern: ours, and as a witness RE2/J, which no name of ours is matched by. */
record Engine(String name, Function<String, Match> match) {

    Match match(String topic) {
        return match.apply(topic);
    }

    private static Engine of(NamePattern pattern) {
        return new Engine(pattern.getClass().getSimpleName(), pattern::match);
    }

    /** All that can match a pattern. */
    static List<Engine> of(String text) {
        Node node = PatternParser.parse(text);
        List<Engine> engines = new ArrayList<>();
        engines.add(of(CountedPattern.of(text, node)));
        SimplePattern.of(text, node).map(Engine::of).ifPresent(engines::add);
        if (Regularity.of(node)) {
            engines.add(of(new LinearPattern(text, 1, new AutomatonMemory())));
        }
        Re2Syntax.of(node)
                .map(Pattern::compile)
                .ifPresent(re2 -> engines.add(
                        new Engine("RE2/J", topic -> re2.matcher(topic).find() ? Match.YES : Match.NO)));
        return engines;
    }
}
