package dev.keyhole.permissions;

import dev.keyhole.spi.EntitlementDecision;
import dev.keyhole.spi.Permission;
import dev.keyhole.spi.Resource;
import java.nio.charset.StandardCharsets;

/** Shorthand of the tests: documents with apostrophes for quotation marks, and decisions in one word. */
final class Documents {

    private Documents() {}

    static byte[] bytes(String json) {
        return json.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
    }

    static PermissionsDocument document(String json) {
        return PermissionsDocument.parse(bytes(json));
    }

    /** A document with these entries for topics. */
    static PermissionsDocument topics(String... entries) {
        return document("{'topic': [" + String.join(", ", entries) + "]}");
    }

    static EntitlementDecision decide(PermissionsDocument document, Permission permission, String topic) {
        return document.decide(permission, Resource.topic(topic));
    }

    /** {@code no}, {@code yes}, or {@code yes filter=... select=...}. */
    static String brief(EntitlementDecision decision) {
        return decision.match(
                granted -> "yes"
                        + (granted.filter().isEmpty() ? "" : " filter=" + granted.filter())
                        + (granted.select().isEmpty() ? "" : " select=" + granted.select()),
                denied -> "no",
                abstained -> "abstained");
    }
}
