package dev.keyhole.permissions;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What a client subscribes to that subscribes to many topics: levels of which some stand for others. {@code #} stands for
 * any number of levels, none included; {@code +} between slashes and {@code *} between dots for one level. Whether a wildcard in
 * front matches names that begin with {@code $} differs among brokers; here it does.
 *
 * @param head the levels before the first wildcard, with the separator between
 * @param separator what is between levels
 */
record TopicFilter(List<String> levels, String head, char separator) {

    private static final String MANY = "#";

    TopicFilter {
        levels = List.copyOf(levels);
    }

    /** Reads a filter; empty if it has no wildcard, so that it is a topic's name. */
    static Optional<TopicFilter> of(String text) {
        char separator = text.indexOf('/') < 0 && !text.equals("+") ? '.' : '/';
        List<String> levels = List.of(text.split(Pattern.quote(String.valueOf(separator)), -1));
        int first = 0;
        while (first < levels.size() && !isWild(levels.get(first), separator)) {
            first++;
        }
        return first == levels.size()
                ? Optional.empty()
                : Optional.of(new TopicFilter(
                        levels, String.join(String.valueOf(separator), levels.subList(0, first)), separator));
    }

    private static boolean isWild(String level, char separator) {
        return level.equals(MANY) || isOne(level, separator);
    }

    private static boolean isOne(String level, char separator) {
        return level.equals(separator == '/' ? "+" : "*");
    }

    boolean matches(String name) {
        String[] parts = name.split(Pattern.quote(String.valueOf(separator)), -1);
        // Which of the levels so far can end where; grows with the lengths of both and no faster.
        boolean[] reached = new boolean[parts.length + 1];
        reached[0] = true;
        for (String level : levels) {
            boolean[] next = new boolean[parts.length + 1];
            for (int i = 0; i <= parts.length; i++) {
                if (level.equals(MANY)) {
                    next[i] = reached[i] || (i > 0 && next[i - 1]);
                } else {
                    next[i] = i > 0 && reached[i - 1] && (isOne(level, separator) || level.equals(parts[i - 1]));
                }
            }
            reached = next;
        }
        return reached[parts.length];
    }

    /** Whether a name that matches may begin with a text; false only if none does. */
    boolean mayBeginWith(String text) {
        String start = start();
        return text.startsWith(start) || start.startsWith(text);
    }

    /** Whether each name that matches begins with a text, as far as can be seen. */
    boolean alwaysBeginsWith(String text) {
        return common().startsWith(text);
    }

    /** Whether each name that matches contains a text, as far as can be seen. */
    boolean alwaysContains(String text) {
        return common().contains(text);
    }

    /** What names begin with that have more levels than the head. */
    private String start() {
        return head.isEmpty() && !levels.get(0).isEmpty() ? "" : head + separator;
    }

    /** What all names begin with. The head alone matches, too, if nothing has to follow it. */
    private String common() {
        boolean nothingFollows = levels.contains(MANY);
        return nothingFollows ? head : start();
    }
}
