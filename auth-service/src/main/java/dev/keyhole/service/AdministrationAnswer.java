package dev.keyhole.service;

import io.javalin.http.Context;
import java.util.Map;
import java.util.Optional;

/**
 * An answer to an administrator.
 *
 * @param entityTag quotes included
 * @param json empty for none
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record AdministrationAnswer(int status, Optional<String> entityTag, Optional<byte[]> json) {

    static AdministrationAnswer of(Map<String, ?> body) {
        return new AdministrationAnswer(200, Optional.empty(), Optional.of(Json.line(body)));
    }

    static AdministrationAnswer document(byte[] json) {
        return new AdministrationAnswer(200, Optional.empty(), Optional.of(json));
    }

    static AdministrationAnswer nothing() {
        return new AdministrationAnswer(204, Optional.empty(), Optional.empty());
    }

    AdministrationAnswer withTag(String tag) {
        return new AdministrationAnswer(status, Optional.of(tag), json);
    }

    AdministrationAnswer withStatus(int value) {
        return new AdministrationAnswer(value, entityTag, json);
    }

    void send(Context context) {
        entityTag.ifPresent(tag -> context.header("ETag", tag));
        context.status(status);
        json.ifPresent(body -> context.contentType("application/json").result(body));
    }
}
