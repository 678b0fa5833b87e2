package dev.keyhole.cli;

import static java.util.Objects.requireNonNull;

/**
 * What a broker said to a request of its management.
 *
 * @param status an exit status
 * @param text what was done, or else why not; may have several lines
 */
record ManagementReply(int status, String text) {

    ManagementReply {
        requireNonNull(text);
    }

    static ManagementReply done(String text) {
        return new ManagementReply(ExitStatus.YES, text);
    }

    static ManagementReply refused(String text) {
        return new ManagementReply(ExitStatus.NO, text);
    }

    static ManagementReply unavailable(String text) {
        return new ManagementReply(ExitStatus.UNAVAILABLE, text);
    }
}
