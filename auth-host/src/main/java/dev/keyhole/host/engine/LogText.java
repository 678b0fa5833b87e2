package dev.keyhole.host.engine;

/**
 * A line of the log made of fields, {@code name=value}. Values may come from clients: control characters go, a value is cut
 * at a limit, and one that could be taken for something else is put into quotes.
 */
final class LogText {

    private static final int LIMIT = 256;

    private final StringBuilder line;

    LogText(String event) {
        line = new StringBuilder(160).append(event);
    }

    /** An empty value is written as {@code -}. */
    LogText field(String name, String value) {
        line.append(' ').append(name).append('=');
        String clean = clean(value);
        if (clean.isEmpty()) {
            line.append('-');
        } else if (isPlain(clean)) {
            line.append(clean);
        } else {
            quote(clean);
        }
        return this;
    }

    LogText field(String name, long value) {
        line.append(' ').append(name).append('=').append(value);
        return this;
    }

    /** The field, unless its value is empty. */
    LogText fieldIfAny(String name, String value) {
        return value.isEmpty() ? this : field(name, value);
    }

    private void quote(String value) {
        line.append('"');
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '"' || c == '\\') {
                line.append('\\');
            }
            line.append(c);
        }
        line.append('"');
    }

    private static boolean isPlain(String value) {
        if (value.equals("-")) {
            return false;
        }
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == ' ' || c == '"' || c == '=' || c == '\\' || Character.isWhitespace(c)) {
                return false;
            }
        }
        return true;
    }

    /** The text without control characters and what else would disturb a line of a log, cut at a limit. */
    static String clean(String value) {
        int dirty = 0;
        while (dirty < value.length() && dirty < LIMIT && !disturbs(value.charAt(dirty))) {
            dirty++;
        }
        if (dirty == value.length()) {
            return value;
        }
        StringBuilder clean = new StringBuilder(value.substring(0, dirty));
        for (int i = dirty; i < value.length(); i++) {
            if (clean.length() >= LIMIT) {
                return clean.append("...").toString();
            }
            if (!disturbs(value.charAt(i))) {
                clean.append(value.charAt(i));
            }
        }
        return clean.toString();
    }

    /** Controls, separators of lines, marks that turn the direction of text, halves of characters. */
    private static boolean disturbs(char c) {
        if (c >= ' ' && c <= '~') {
            return false;
        }
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE -> true;
            default -> false;
        };
    }

    @Override
    public String toString() {
        return line.toString();
    }
}
