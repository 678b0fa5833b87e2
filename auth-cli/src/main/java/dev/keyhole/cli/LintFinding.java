package dev.keyhole.cli;

/**
 * Something that lint found.
 *
 * @param isError whether what was looked at can't be used; else it works, and perhaps not as meant
 * @param location the file, and the line if it is known
 * @param message what, and what to do
 */
record LintFinding(boolean isError, String location, String message) {

    static LintFinding error(String location, String message) {
        return new LintFinding(true, location, message);
    }

    static LintFinding warning(String location, String message) {
        return new LintFinding(false, location, message);
    }

    /** For example {@code keyhole.xml:24: warning: ...}; an error doesn't say that it is one. */
    @Override
    public String toString() {
        return Text.printable(location + ": " + (isError ? "" : "warning: ") + message);
    }
}
