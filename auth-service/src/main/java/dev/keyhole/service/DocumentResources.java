package dev.keyhole.service;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Documents of users or of groups, for administrators. */
final class DocumentResources {

    private final Owner.Kind kind;

    DocumentResources(Owner.Kind kind) {
        this.kind = kind;
    }

    /** Whose document it is, and which version of it. */
    static Map<String, Object> describe(Owner owner, long version) {
        Map<String, Object> description = new LinkedHashMap<>();
        description.put("of", owner.kind().name().toLowerCase(Locale.ROOT));
        description.put("name", owner.name());
        description.put("version", version);
        return description;
    }

    private Owner owner(AdministrationCall call) {
        return new Owner(kind, call.parameter("name"));
    }

    AdministrationAnswer get(AdministrationCall call) {
        return call.read((transaction, caller) -> {
            DocumentRecords.Current current = transaction
                    .documents()
                    .current(owner(call))
                    .orElseThrow(() -> new Refusal(404, "there is no document of this " + word()));
            return AdministrationAnswer.document(current.json()).withTag(current.entityTag());
        });
    }

    private String word() {
        return kind == Owner.Kind.USER ? "user's own" : "group";
    }

    AdministrationAnswer versions(AdministrationCall call) {
        return AdministrationAnswer.of(call.read((transaction, caller) -> {
            int limit = call.limit();
            List<DocumentRecords.Version> found =
                    transaction.documents().versions(owner(call), call.before(), limit + 1);
            if (found.isEmpty() && call.before() == Long.MAX_VALUE) {
                throw new Refusal(404, "there never was such a document");
            }
            List<Map<String, Object>> versions = new ArrayList<>();
            found.stream().limit(limit).forEach(version -> {
                Map<String, Object> entry = new LinkedHashMap<>();
                entry.put("version", version.number());
                entry.put("at", version.at());
                entry.put("by", version.by());
                entry.put("deleted", version.deleted());
                versions.add(entry);
            });
            Map<String, Object> page = new LinkedHashMap<>();
            page.put("versions", versions);
            if (found.size() > limit) {
                page.put("next", found.get(limit - 1).number());
            }
            return page;
        }));
    }

    AdministrationAnswer version(AdministrationCall call) {
        String number = call.parameter("version");
        if (!number.matches("[1-9][0-9]{0,17}")) {
            throw new Refusal(404, "there is no such version");
        }
        return AdministrationAnswer.document(call.read((transaction, caller) -> transaction
                .documents()
                .content(owner(call), Long.parseLong(number))
                .orElseThrow(
                        () -> new Refusal(404, "there is no such version, or it says that there is no document"))));
    }
}
