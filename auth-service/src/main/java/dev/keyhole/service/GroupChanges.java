package dev.keyhole.service;

import java.util.Optional;
import java.util.Set;

/** Makes and removes groups for administrators. */
final class GroupChanges {

    AdministrationAnswer put(AdministrationCall call) {
        call.object(Set.of());
        String name = call.parameter("name");
        return call.change((transaction, caller) -> {
            boolean there = transaction.groups().exists(name);
            Preconditions.check(call, there ? Optional.of(GroupResources.tag(transaction, name)) : Optional.empty());
            if (!there) {
                Names.checkGroup(name);
                new Escalation(caller).checkHeld(transaction, Owner.group(name));
                transaction.groups().add(name);
                transaction.audit().add(call.actor(), "create", Owner.group(name), 0);
            }
            return GroupResources.answer(transaction, name).withStatus(there ? 200 : 201);
        });
    }

    AdministrationAnswer delete(AdministrationCall call) {
        return call.change((transaction, caller) -> {
            String name = GroupResources.find(transaction, call);
            Preconditions.check(call, Optional.of(GroupResources.tag(transaction, name)));
            if (!transaction.groups().members(name, "", 1).isEmpty()) {
                throw new Refusal(409, "the group has members; take them out of it first");
            }
            Escalation escalation = new Escalation(caller);
            escalation.checkHeld(transaction, Owner.group(name));
            transaction.groups().remove(name);
            long version = DocumentChanges.remove(transaction, Owner.group(name), call.actor());
            escalation.checkCallerAfter(transaction);
            transaction.audit().add(call.actor(), "delete", Owner.group(name), version);
            return AdministrationAnswer.nothing();
        });
    }
}
