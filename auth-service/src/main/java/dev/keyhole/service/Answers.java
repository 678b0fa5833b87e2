package dev.keyhole.service;

import io.javalin.http.Context;

/** What every answer of the service has, and small bodies for those that refuse. */
public final class Answers {

    private static final String FIELD = "dev.keyhole.service.error-field";
    private static final String ERROR = "error";

    private Answers() {}

    /** Nothing may keep an answer, or take it for something else than it says. */
    static void headers(Context context) {
        context.header("Cache-Control", "no-store");
        context.header("X-Content-Type-Options", "nosniff");
    }

    /**
     * Says why a request is refused in a field of this name from now on, where a protocol calls it something else than
     * {@code error}.
     */
    public static void nameErrors(Context context, String field) {
        context.attribute(FIELD, field);
    }

    /** @param message for whoever sees the answer: a constant, without quotes, that says nothing of other users */
    public static void error(Context context, int status, String message) {
        context.status(status).contentType("application/json").result(body(status, field(context), message));
    }

    private static String field(Context context) {
        String field = context.attribute(FIELD);
        return field == null ? ERROR : field;
    }

    private static String body(int status, String field, String message) {
        return "{\"status\":" + status + ",\"" + field + "\":\"" + message + "\"}\n";
    }

    /** What is refused before it is known what was asked for: by both of the names that reasons have. */
    static String bodyForAll(int status, String message) {
        return "{\"status\":" + status + ",\"" + ERROR + "\":\"" + message + "\",\"message\":\"" + message + "\"}\n";
    }
}
