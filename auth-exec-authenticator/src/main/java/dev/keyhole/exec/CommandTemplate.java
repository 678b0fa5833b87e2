package dev.keyhole.exec;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A command line, split into arguments that may hold tokens. Tokens are expanded inside each argument, after the
 * splitting, so that no value can add an argument. Immutable.
 */
final class CommandTemplate {

    private static final String USER_NAME = "{{AMPS_USER_NAME}}";
    private static final Pattern TOKEN = Pattern.compile("\\{\\{[^{}]*}}");

    private final List<String> words;

    private CommandTemplate(List<String> words) {
        this.words = words;
    }

    /**
     * @throws IllegalArgumentException if the line can't be split, is empty, or has a token that isn't known
     */
    static CommandTemplate parse(String line) {
        if (line.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("it has a NUL character");
        }
        List<String> words = ShellWords.split(line);
        if (words.isEmpty() || words.get(0).isEmpty()) {
            throw new IllegalArgumentException("it names no program");
        }
        words.forEach(CommandTemplate::refuseUnknownTokens);
        if (words.get(0).contains(USER_NAME)) {
            throw new IllegalArgumentException("the program's own name can't hold " + USER_NAME);
        }
        return new CommandTemplate(words);
    }

    private static void refuseUnknownTokens(String word) {
        Matcher matcher = TOKEN.matcher(word);
        while (matcher.find()) {
            if (!matcher.group().equals(USER_NAME)) {
                throw new IllegalArgumentException(
                        matcher.group() + " isn't a token; the one there is is " + USER_NAME);
            }
        }
    }

    String program() {
        return words.get(0);
    }

    /** The arguments after the program's name. */
    List<String> arguments(String userName) {
        return words.stream()
                .skip(1)
                .map(word -> word.replace(USER_NAME, userName))
                .toList();
    }
}
