package dev.keyhole.service;

import dev.keyhole.permissions.InvalidDocumentException;
import dev.keyhole.permissions.PermissionsDocument;
import java.util.Optional;

/**
 * Nobody grants more than they hold, nor changes those who hold more, but for a superadmin. What can't be proved to be held
 * counts as more.
 */
final class Escalation {

    private final Administrator caller;

    Escalation(Administrator caller) {
        this.caller = caller;
    }

    /** @throws Refusal 403 if a document that is to be granted says more than the caller's */
    void checkGranted(Owner owner, PermissionsDocument document) {
        check(owner, document, "this would grant more than you hold");
    }

    /** @throws Refusal 403 if an owner's own document, if there is one, says more than the caller's */
    void checkHeld(Transaction transaction, Owner owner) {
        if (!caller.isSuper()) {
            transaction
                    .documents()
                    .current(owner)
                    .ifPresent(current -> check(owner, parse(current), describe(owner) + " holds more than you do"));
        }
    }

    /** @throws Refusal 403 if the document that counts for a user, if there is one, says more than the caller's */
    void checkUser(Transaction transaction, String user) {
        if (!caller.isSuper()) {
            Effective.owner(transaction, user).ifPresent(owner -> checkHeld(transaction, owner));
        }
    }

    private static String describe(Owner owner) {
        return (owner.kind() == Owner.Kind.USER ? "user " : "group ") + owner.name();
    }

    private static PermissionsDocument parse(DocumentRecords.Current current) {
        try {
            return PermissionsDocument.parse(current.json());
        } catch (InvalidDocumentException e) {
            throw new Refusal(403, "there is a document that can't be read, so that nobody knows what it holds");
        }
    }

    private void check(Owner owner, PermissionsDocument document, String what) {
        if (caller.isSuper()) {
            return;
        }
        document.beyond(caller.document()).ifPresent(finding -> {
            throw refusal(what, finding.pointer(), finding.message());
        });
        boolean ownName = owner.kind() == Owner.Kind.USER && document.userName().equals(Optional.of(owner.name()));
        boolean heldName = document.userName().equals(caller.document().userName());
        if (document.userName().isPresent() && !ownName && !heldName) {
            throw refusal(
                    what, "/user_name", "it lets its user log on under another name, and hold what that one holds");
        }
    }

    private static Refusal refusal(String what, String pointer, String why) {
        return new Refusal(403, what + ": " + why).with("pointer", pointer);
    }

    /**
     * Called when a change is thought out. As the last superadmin can only be changed by another one, there always is one.
     *
     * @throws Refusal 409 if a superadmin wouldn't be one any more, by the caller's own doing
     */
    void checkCallerAfter(Transaction transaction) {
        if (caller.isSuper() && !isStillSuper(transaction)) {
            throw new Refusal(
                    409, "you would cease to be a superadmin; another one has to do that, so that there always is one");
        }
    }

    private boolean isStillSuper(Transaction transaction) {
        try {
            return Administrator.find(transaction, caller.name()).isSuper();
        } catch (Refusal refusal) {
            return false;
        }
    }
}
