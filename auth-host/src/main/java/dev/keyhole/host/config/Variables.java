package dev.keyhole.host.config;

import dev.keyhole.spi.Spelling;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What {@code ${NAME}} stands for: first what is predefined, then what is defined, then the environment. What a variable
 * stands for isn't looked at again.
 */
final class Variables {

    /** The version of the reference server whose rules Keyhole follows. */
    static final String AMPS_VERSION = "5.3.5";

    /** Most characters of a text whose variables are replaced. */
    static final int MOST_CHARACTERS = 1 << 20;

    private static final Pattern REFERENCE = Pattern.compile("\\$\\{([^}]*)(}?)");
    private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_.-]{0,127}");

    private final Map<String, String> predefined;
    private final Map<String, String> definitions;
    private final Map<String, String> environment;

    Variables(Source main, Map<String, String> definitions, Map<String, String> environment) {
        this.predefined = Map.of(
                "AMPS_CONFIG_DIRECTORY",
                String.valueOf(main.path().getParent()),
                "AMPS_CONFIG_PATH",
                main.path().toString(),
                "AMPS_VERSION",
                AMPS_VERSION);
        this.definitions = Map.copyOf(definitions);
        this.environment = Map.copyOf(environment);
    }

    /** The text with its variables replaced; empty, and an error in the findings for each cause, if that can't be. */
    Optional<String> replace(String text, String location, Findings findings) {
        StringBuilder result = new StringBuilder();
        Matcher matcher = REFERENCE.matcher(text);
        int end = 0;
        boolean whole = true;
        while (matcher.find()) {
            Optional<String> value = value(matcher, location, findings);
            result.append(text, end, matcher.start()).append(value.orElse(""));
            end = matcher.end();
            whole &= value.isPresent();
            if (result.length() > MOST_CHARACTERS) {
                findings.error(location, "the text is longer than the limit of " + MOST_CHARACTERS + " characters");
                return Optional.empty();
            }
        }
        return whole ? Optional.of(result.append(text, end, text.length()).toString()) : Optional.empty();
    }

    private Optional<String> value(Matcher reference, String location, Findings findings) {
        String name = reference.group(1);
        if (reference.group(2).isEmpty()) {
            findings.error(location, "a '${' has no '}'");
            return Optional.empty();
        }
        if (!NAME.matcher(name).matches()) {
            findings.error(
                    location,
                    "what stands between '${' and '}' can't be the name of a variable, which has letters, digits and '_.-'");
            return Optional.empty();
        }
        Optional<String> value = Optional.ofNullable(predefined.get(name))
                .or(() -> Optional.ofNullable(definitions.get(name)))
                .or(() -> Optional.ofNullable(environment.get(name)));
        if (value.isEmpty()) {
            findings.error(location, "variable '" + name + "' is neither defined nor in the environment" + near(name));
        }
        return value;
    }

    private String near(String name) {
        TreeSet<String> known = new TreeSet<>(predefined.keySet());
        known.addAll(definitions.keySet());
        known.addAll(environment.keySet());
        return Spelling.nearest(name, known)
                .map(nearest -> "; did you mean '" + nearest + "'?")
                .orElse("");
    }
}
