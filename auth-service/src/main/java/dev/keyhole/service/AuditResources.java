package dev.keyhole.service;

import dev.keyhole.service.Administration.AuditEntry;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The audit, for administrators. */
final class AuditResources {

    AdministrationAnswer list(AdministrationCall call) {
        return AdministrationAnswer.of(call.read((transaction, caller) -> {
            int limit = call.limit();
            List<AuditEntry> found = transaction.audit().list(call.before(), limit + 1);
            List<Map<String, Object>> entries = new ArrayList<>();
            found.stream().limit(limit).forEach(entry -> entries.add(describe(entry)));
            Map<String, Object> page = new LinkedHashMap<>();
            page.put("entries", entries);
            if (found.size() > limit) {
                page.put("next", found.get(limit - 1).id());
            }
            return page;
        }));
    }

    private static Map<String, Object> describe(AuditEntry entry) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("id", entry.id());
        fields.put("at", entry.at().toInstant());
        fields.put("who", entry.who());
        fields.put("address", entry.address());
        fields.put("action", entry.action());
        fields.put("target", entry.target());
        if (entry.version() > 0) {
            fields.put("version", entry.version());
        }
        return fields;
    }
}
