package dev.keyhole.service;

import dev.keyhole.permissions.InvalidDocumentException;
import dev.keyhole.permissions.PermissionsDocument;
import dev.keyhole.service.Administration.Actor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Replaces and removes documents of users or of groups for administrators. */
final class DocumentChanges {

    private final Owner.Kind kind;
    private final int maxBytes;

    DocumentChanges(Owner.Kind kind, int maxBytes) {
        this.kind = kind;
        this.maxBytes = maxBytes;
    }

    AdministrationAnswer put(AdministrationCall call) {
        call.demandWrite();
        byte[] json = call.body(maxBytes);
        PermissionsDocument document = parse(json);
        List<Map<String, Object>> warnings = warnings(document);
        Owner owner = new Owner(kind, call.parameter("name"));
        return call.change((transaction, caller) -> {
            checkOwner(transaction, owner);
            Optional<DocumentRecords.Current> before = transaction.documents().current(owner);
            Preconditions.check(call, before.map(DocumentRecords.Current::entityTag));
            Escalation escalation = new Escalation(caller);
            checkBefore(transaction, escalation, owner);
            escalation.checkGranted(owner, document);
            long version = transaction.documents().add(owner, Optional.of(json), call.actor());
            escalation.checkCallerAfter(transaction);
            transaction.audit().add(call.actor(), "document", owner, version);
            Map<String, Object> answer = new LinkedHashMap<>();
            answer.put("version", version);
            answer.put("warnings", warnings);
            return AdministrationAnswer.of(answer)
                    .withTag(new DocumentRecords.Current(version, json).entityTag())
                    .withStatus(before.isEmpty() ? 201 : 200);
        });
    }

    private static PermissionsDocument parse(byte[] json) {
        try {
            return PermissionsDocument.parse(json);
        } catch (InvalidDocumentException e) {
            throw new Refusal(422, String.valueOf(e.getMessage()))
                    .with("pointer", e.pointer())
                    .with("line", e.line())
                    .with("column", e.column());
        }
    }

    private static List<Map<String, Object>> warnings(PermissionsDocument document) {
        return document.lint().stream()
                .map(finding -> {
                    Map<String, Object> warning = new LinkedHashMap<>();
                    warning.put("pointer", finding.pointer());
                    warning.put("message", finding.message());
                    return warning;
                })
                .toList();
    }

    private static void checkOwner(Transaction transaction, Owner owner) {
        switch (owner.kind()) {
            case USER -> UserResources.find(transaction, owner.name());
            case GROUP -> {
                if (!transaction.groups().exists(owner.name())) {
                    throw new Refusal(404, "there is no such group");
                }
            }
        }
    }

    /** Of a user, what counts now is what the new document takes the place of, even if it is a group's. */
    private static void checkBefore(Transaction transaction, Escalation escalation, Owner owner) {
        switch (owner.kind()) {
            case USER -> escalation.checkUser(transaction, owner.name());
            case GROUP -> escalation.checkHeld(transaction, owner);
        }
    }

    AdministrationAnswer delete(AdministrationCall call) {
        Owner owner = new Owner(kind, call.parameter("name"));
        return call.change((transaction, caller) -> {
            checkOwner(transaction, owner);
            DocumentRecords.Current before = transaction
                    .documents()
                    .current(owner)
                    .orElseThrow(() -> new Refusal(404, "there is no such document"));
            Preconditions.check(call, Optional.of(before.entityTag()));
            Escalation escalation = new Escalation(caller);
            checkBefore(transaction, escalation, owner);
            long version = remove(transaction, owner, call.actor());
            // A group's document may count for the user now.
            checkBefore(transaction, escalation, owner);
            escalation.checkCallerAfter(transaction);
            transaction.audit().add(call.actor(), "delete-document", owner, version);
            return AdministrationAnswer.nothing();
        });
    }

    /** Adds the version that says that there is none, if there is one; returns its number, or 0. */
    static long remove(Transaction transaction, Owner owner, Actor actor) {
        return transaction.documents().current(owner).isPresent()
                ? transaction.documents().add(owner, Optional.empty(), actor)
                : 0;
    }
}
