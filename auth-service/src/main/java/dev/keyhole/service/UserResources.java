package dev.keyhole.service;

import dev.keyhole.spi.Permission;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Users, for administrators. */
final class UserResources {

    private static final String USERS = "users";

    AdministrationAnswer list(AdministrationCall call) {
        return AdministrationAnswer.of(call.read((transaction, caller) -> Pages.page(
                USERS,
                call,
                (after, limit) -> transaction.users().list(after, limit),
                name -> caller.may(Permission.READ, resource(name)))));
    }

    static String resource(String name) {
        return AdministrationRoutes.resource(List.of(USERS, name));
    }

    AdministrationAnswer get(AdministrationCall call) {
        return call.read((transaction, caller) -> answer(transaction, find(transaction, call.parameter("name"))));
    }

    static UserRecord find(Transaction transaction, String name) {
        return transaction.users().find(name).orElseThrow(() -> new Refusal(404, "there is no such user"));
    }

    static AdministrationAnswer answer(Transaction transaction, UserRecord user) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("name", user.name());
        body.put("enabled", user.enabled());
        body.put("groups", user.groups());
        Effective.owner(transaction, user.name()).ifPresent(owner -> {
            long version = transaction.documents().current(owner).orElseThrow().version();
            body.put("document", DocumentResources.describe(owner, version));
        });
        return AdministrationAnswer.of(body).withTag(user.entityTag());
    }
}
