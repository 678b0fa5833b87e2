package dev.keyhole.http;

import dev.keyhole.permissions.PermissionsDocument;
import dev.keyhole.spi.RejectionReason;

/** What came of a request for a user's document. */
sealed interface Fetched {

    /** The service gave the document: the user is who they say. */
    record Document(PermissionsDocument content) implements Fetched {}

    /**
     * The service, or a rule on what may be sent to it, says no.
     *
     * @param detail for operators
     */
    record Refused(RejectionReason reason, String detail) implements Fetched {}
}
