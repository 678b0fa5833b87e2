package dev.keyhole.cli;

/** How a command ends, in the words of all commands; each says in its help what its own mean. */
final class ExitStatus {

    /** Yes: granted, connected, clean, as expected. */
    static final int YES = 0;

    /** No: denied, not connected, something to look at. */
    static final int NO = 1;

    /** It couldn't be found out: a service is down, or a file is broken. */
    static final int UNAVAILABLE = 2;

    /** The command line is wrong. */
    static final int USAGE = 3;

    private ExitStatus() {}
}
