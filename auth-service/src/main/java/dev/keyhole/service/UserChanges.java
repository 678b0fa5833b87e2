package dev.keyhole.service;

import dev.keyhole.service.Administration.Actor;
import dev.keyhole.spi.Permission;
import dev.keyhole.spi.Secret;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;

/** Makes, changes and removes users for administrators. */
final class UserChanges {

    private static final Set<String> FIELDS = Set.of("password", "enabled", "groups");

    private final BiFunction<String, Secret, NewPassword> hashing;

    /** @param hashing of a user's new password */
    UserChanges(BiFunction<String, Secret, NewPassword> hashing) {
        this.hashing = hashing;
    }

    /** What a body says. */
    private record Wanted(Optional<NewPassword> password, Optional<Boolean> enabled, Optional<List<String>> groups) {}

    AdministrationAnswer put(AdministrationCall call) {
        Map<String, Object> body = call.object(FIELDS);
        Optional<Secret> password = text(body).map(Secret::of);
        Optional<Boolean> enabled = Optional.ofNullable(body.get("enabled")).map(UserChanges::bool);
        Optional<List<String>> groups = Optional.ofNullable(body.get("groups")).map(UserChanges::names);
        // Before the hash is computed, which takes its time.
        call.demandWrite();
        Optional<NewPassword> kept = password.map(text -> keep(call.parameter("name"), text));
        Wanted wanted = new Wanted(kept, enabled, groups);
        return call.change((transaction, caller) -> {
            Optional<UserRecord> before = transaction.users().find(call.parameter("name"));
            Preconditions.check(call, before.map(UserRecord::entityTag));
            Escalation escalation = new Escalation(caller);
            escalation.checkUser(transaction, call.parameter("name"));
            UserRecord after = before.map(user -> changed(user, wanted))
                    .orElseGet(() -> made(transaction, caller, call.parameter("name"), wanted));
            checkGroups(transaction, caller, before.map(UserRecord::groups).orElse(List.of()), after.groups());
            transaction.users().put(after);
            kept.ifPresent(made -> transaction.users().putDigests(after.name(), made));
            escalation.checkUser(transaction, after.name());
            escalation.checkCallerAfter(transaction);
            audit(transaction, call.actor(), before, after);
            UserRecord stored = transaction.users().find(after.name()).orElseThrow();
            return UserResources.answer(transaction, stored).withStatus(before.isEmpty() ? 201 : 200);
        });
    }

    private static Optional<String> text(Map<String, Object> body) {
        return Optional.ofNullable(body.get("password")).map(value -> {
            if (value instanceof String text) {
                return text;
            }
            throw new Refusal(422, "'password' must be a text").with("pointer", "/password");
        });
    }

    private static boolean bool(Object value) {
        if (value instanceof Boolean bool) {
            return bool;
        }
        throw new Refusal(422, "'enabled' must be true or false").with("pointer", "/enabled");
    }

    private static List<String> names(Object value) {
        if (value instanceof List<?> items && items.stream().allMatch(String.class::isInstance)) {
            List<String> names = items.stream().map(String.class::cast).toList();
            if (new LinkedHashSet<>(names).size() == names.size()) {
                return names;
            }
        }
        throw new Refusal(422, "'groups' must be a list of names, none of them twice").with("pointer", "/groups");
    }

    private NewPassword keep(String name, Secret password) {
        byte[] bytes = password.toBytes();
        int length = bytes.length;
        Arrays.fill(bytes, (byte) 0);
        if (length == 0 || length > BcryptHashing.MAX_PASSWORD_BYTES) {
            throw new Refusal(422, "a password has from 1 to " + BcryptHashing.MAX_PASSWORD_BYTES + " bytes")
                    .with("pointer", "/password");
        }
        return hashing.apply(name, password);
    }

    private static UserRecord changed(UserRecord user, Wanted wanted) {
        if (wanted.enabled().isEmpty() || wanted.groups().isEmpty()) {
            throw new Refusal(
                    422,
                    "'enabled' and 'groups' are needed: a user is replaced as a whole, but for a password"
                            + " that isn't given");
        }
        return new UserRecord(
                user.name(),
                wanted.password().map(NewPassword::hash).orElse(user.hash()),
                wanted.enabled().get(),
                wanted.groups().get());
    }

    private static UserRecord made(Transaction transaction, Administrator caller, String name, Wanted wanted) {
        Names.checkUser(name);
        if (!caller.isSuper() && transaction.documents().isBound(name)) {
            throw new Refusal(
                    403,
                    "a document binds this name to its users, so that a user of this name could be taken for them");
        }
        String hash = wanted.password()
                .map(NewPassword::hash)
                .orElseThrow(() -> new Refusal(422, "a new user needs a 'password'").with("pointer", "/password"));
        return new UserRecord(
                name, hash, wanted.enabled().orElse(true), wanted.groups().orElse(List.of()));
    }

    /** To belong to a group is to hold what it is given later on as well. So who changes that has to administer the group. */
    private static void checkGroups(
            Transaction transaction, Administrator caller, List<String> before, List<String> after) {
        Escalation escalation = new Escalation(caller);
        Set<String> all = new LinkedHashSet<>(before);
        all.addAll(after);
        for (String group : before.equals(after) ? Set.<String>of() : all) {
            if (before.contains(group) && after.contains(group)) {
                continue;
            }
            caller.demand(Permission.WRITE, GroupResources.resource(group));
            if (!transaction.groups().exists(group)) {
                Names.checkGroup(group);
            }
        }
        after.forEach(group -> escalation.checkHeld(transaction, Owner.group(group)));
    }

    private static void audit(Transaction transaction, Actor actor, Optional<UserRecord> before, UserRecord after) {
        Owner target = Owner.user(after.name());
        List<String> actions = new ArrayList<>();
        if (before.isEmpty()) {
            actions.add("create");
        } else if (!before.get().hash().equals(after.hash())) {
            actions.add("password");
        }
        if (before.map(UserRecord::enabled).orElse(true) != after.enabled()) {
            actions.add(after.enabled() ? "enable" : "disable");
        }
        if (!before.map(UserRecord::groups).orElse(List.of()).equals(after.groups())) {
            actions.add("groups");
        }
        actions.forEach(action -> transaction.audit().add(actor, action, target, 0));
    }

    AdministrationAnswer delete(AdministrationCall call) {
        return call.change((transaction, caller) -> {
            UserRecord user = UserResources.find(transaction, call.parameter("name"));
            Preconditions.check(call, Optional.of(user.entityTag()));
            Escalation escalation = new Escalation(caller);
            Owner owner = Owner.user(user.name());
            escalation.checkUser(transaction, user.name());
            transaction.users().remove(user.name());
            long version = DocumentChanges.remove(transaction, owner, call.actor());
            escalation.checkCallerAfter(transaction);
            transaction.audit().add(call.actor(), "delete", owner, version);
            return AdministrationAnswer.nothing();
        });
    }
}
