package dev.keyhole.spi;

import static java.util.Objects.requireNonNull;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * For which names a decision holds. It always holds for the name that was asked; a wider coverage lets the host answer for
 * siblings of that name without another call.
 *
 * <p>A coverage widens nothing but the name: user or connection ({@link KeyScope}), type of the resource, permission and
 * operation stay those of the question. It is for topics and admin paths, by name; patterns that a client subscribes to
 * ({@link Operation#SUBSCRIBE_PATTERN}) and names with a {@code +}, {@code #} or {@code *} in them are never covered by it. A
 * coverage that doesn't cover the very name that was asked is taken for the name alone. Immutable.
 */
public final class Coverage {

    private enum Kind {
        NAME,
        PREFIX,
        FILTER
    }

    private static final Coverage NAME = new Coverage(Kind.NAME, "", List.of(), false);

    private final Kind kind;
    private final String text;
    private final List<String> levels;
    private final boolean openEnd;

    private Coverage(Kind kind, String text, List<String> levels, boolean openEnd) {
        this.kind = kind;
        this.text = text;
        this.levels = levels;
        this.openEnd = openEnd;
    }

    /** The name that was asked, and no other. */
    public static Coverage name() {
        return NAME;
    }

    /**
     * Every name that begins with this text, be it in the middle of a level: a prefix of whole levels ends with their
     * separator. Case counts.
     *
     * @throws IllegalArgumentException if it is empty, which would cover everything: say so by {@code filter("#")}
     */
    public static Coverage prefix(String prefix) {
        if (prefix.isEmpty()) {
            throw new IllegalArgumentException("an empty prefix");
        }
        return new Coverage(Kind.PREFIX, prefix, List.of(), false);
    }

    /**
     * Every name that an MQTT topic filter matches: levels are separated by {@code /}, {@code +} stands for one level, a
     * {@code #} at the end for all that follow, none included. A wildcard in front doesn't match names that begin with
     * {@code $}. Case counts.
     *
     * @throws IllegalArgumentException if it isn't a valid filter
     */
    public static Coverage filter(String filter) {
        List<String> levels = Arrays.asList(requireNonNull(filter).split("/", -1));
        for (int i = 0; i < levels.size(); i++) {
            String level = levels.get(i);
            boolean last = i == levels.size() - 1;
            if ((level.contains("+") && level.length() > 1)
                    || (level.contains("#") && !(last && level.length() == 1))) {
                throw new IllegalArgumentException("not a topic filter");
            }
        }
        if (filter.isEmpty()) {
            throw new IllegalArgumentException("an empty topic filter");
        }
        boolean openEnd = levels.get(levels.size() - 1).equals("#");
        return new Coverage(
                Kind.FILTER, filter, List.copyOf(openEnd ? levels.subList(0, levels.size() - 1) : levels), openEnd);
    }

    /** Whether it covers more than the name that was asked. */
    public boolean isWide() {
        return kind != Kind.NAME;
    }

    /** Whether it covers a name, apart from the one that was asked. Makes no object. */
    public boolean covers(String name) {
        return switch (kind) {
            case NAME -> false;
            case PREFIX -> name.startsWith(text) && isPlain(name);
            case FILTER -> matches(name) && isPlain(name);
        };
    }

    private static boolean isPlain(String name) {
        return name.indexOf('+') < 0 && name.indexOf('#') < 0 && name.indexOf('*') < 0;
    }

    private boolean matches(String name) {
        boolean hidden = !name.isEmpty() && name.charAt(0) == '$';
        int at = 0;
        for (int i = 0; i < levels.size(); i++) {
            if (at > name.length()) {
                return false;
            }
            int slash = name.indexOf('/', at);
            int end = slash < 0 ? name.length() : slash;
            String level = levels.get(i);
            if (level.equals("+")) {
                if (i == 0 && hidden) {
                    return false;
                }
            } else if (level.length() != end - at || !name.startsWith(level, at)) {
                return false;
            }
            at = end + 1;
        }
        // One past the end: there is no further level.
        return openEnd ? !(levels.isEmpty() && hidden) : at == name.length() + 1;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Coverage that && kind == that.kind && text.equals(that.text);
    }

    @Override
    public int hashCode() {
        return Objects.hash(kind, text);
    }

    /** For operators. */
    @Override
    public String toString() {
        return switch (kind) {
            case NAME -> "this name";
            case PREFIX -> "names that begin with " + text;
            case FILTER -> "names that match " + text;
        };
    }
}
