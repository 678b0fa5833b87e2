package dev.keyhole.service;

import io.javalin.http.Context;

/** What every answer of the service has, and small bodies for those that refuse. */
public final class Answers {

    private Answers() {}

    /** Nothing may keep an answer, or take it for something else than it says. */
    static void headers(Context context) {
        context.header("Cache-Control", "no-store");
        context.header("X-Content-Type-Options", "nosniff");
    }

    /** @param message for whoever sees the answer: a constant, without quotes, that says nothing of other users */
    public static void error(Context context, int status, String message) {
        context.status(status).contentType("application/json").result(body(status, message));
    }

    static String body(int status, String message) {
        return "{\"status\":" + status + ",\"error\":\"" + message + "\"}\n";
    }
}
