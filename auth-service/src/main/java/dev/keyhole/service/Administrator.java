package dev.keyhole.service;

import dev.keyhole.permissions.InvalidDocumentException;
import dev.keyhole.permissions.PermissionsDocument;
import dev.keyhole.spi.EntitlementDecision;
import dev.keyhole.spi.Permission;
import dev.keyhole.spi.Resource;
import java.util.Optional;

/**
 * Who asks, and what the document that counts for them says at this moment. Whatever a token says of its user besides the
 * name doesn't count here. Immutable.
 */
final class Administrator {

    static final String ROOT = "/administration";

    /** Who may write this may grant what they don't hold themselves. */
    static final String SUPERADMIN = ROOT + "/superadmin";

    private final String name;
    private final PermissionsDocument document;

    private Administrator(String name, PermissionsDocument document) {
        this.name = name;
        this.document = document;
    }

    /**
     * Finds out what a user may do.
     *
     * @throws Refusal 403 if there is nothing that says so
     */
    static Administrator find(Transaction transaction, String name) {
        boolean active =
                transaction.users().find(name).filter(UserRecord::enabled).isPresent();
        Optional<DocumentRecords.Current> current = active ? Effective.document(transaction, name) : Optional.empty();
        try {
            return new Administrator(
                    name,
                    PermissionsDocument.parse(
                            current.orElseThrow(Administrator::nothing).json()));
        } catch (InvalidDocumentException e) {
            throw nothing();
        }
    }

    private static Refusal nothing() {
        return new Refusal(403, "you have no document that says you may administer anything");
    }

    String name() {
        return name;
    }

    PermissionsDocument document() {
        return document;
    }

    boolean isSuper() {
        return may(Permission.WRITE, SUPERADMIN);
    }

    /** A grant with a filter is none: what is administered has nothing that a filter could look at. */
    boolean may(Permission permission, String resource) {
        return document.decide(permission, Resource.admin(resource)) instanceof EntitlementDecision.Granted granted
                && granted.filter().isEmpty()
                && granted.select().isEmpty();
    }

    /** @throws Refusal 403 if this may not be done */
    void demand(Permission permission, String resource) {
        if (!may(permission, resource)) {
            throw new Refusal(403, "your document doesn't grant this among its 'admin' entries")
                    .with("permission", permission == Permission.WRITE ? "write" : "read")
                    .with("resource", resource);
        }
    }
}
