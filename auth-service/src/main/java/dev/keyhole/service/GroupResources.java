package dev.keyhole.service;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.keyhole.spi.Permission;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Groups, for administrators. Who belongs to them is said of the users. */
final class GroupResources {

    private static final String GROUPS = "groups";

    AdministrationAnswer list(AdministrationCall call) {
        return AdministrationAnswer.of(call.read((transaction, caller) -> Pages.page(
                GROUPS,
                call,
                (after, limit) -> transaction.groups().list(after, limit),
                name -> caller.may(Permission.READ, resource(name)))));
    }

    static String resource(String name) {
        return AdministrationRoutes.resource(List.of(GROUPS, name));
    }

    AdministrationAnswer get(AdministrationCall call) {
        return call.read((transaction, caller) -> answer(transaction, find(transaction, call)));
    }

    static AdministrationAnswer answer(Transaction transaction, String name) {
        Optional<DocumentRecords.Current> document = transaction.documents().current(Owner.group(name));
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("name", name);
        document.ifPresent(
                current -> body.put("document", DocumentResources.describe(Owner.group(name), current.version())));
        return AdministrationAnswer.of(body).withTag(tag(transaction, name));
    }

    AdministrationAnswer members(AdministrationCall call) {
        return AdministrationAnswer.of(call.read((transaction, caller) -> {
            String name = find(transaction, call);
            return Pages.page(
                    "members",
                    call,
                    (after, limit) -> transaction.groups().members(name, after, limit),
                    user -> caller.may(Permission.READ, UserResources.resource(user)));
        }));
    }

    static String find(Transaction transaction, AdministrationCall call) {
        String name = call.parameter("name");
        if (!transaction.groups().exists(name)) {
            throw new Refusal(404, "there is no such group");
        }
        return name;
    }

    /** Another one whenever the group has another document. */
    static String tag(Transaction transaction, String name) {
        String version = transaction
                .documents()
                .current(Owner.group(name))
                .map(DocumentRecords.Current::entityTag)
                .orElse("");
        return '"' + EntityTags.digest((name + "\0" + version).getBytes(UTF_8)) + '"';
    }
}
