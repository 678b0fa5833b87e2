package dev.keyhole.service;

import io.javalin.http.Context;
import java.util.function.Consumer;

/** Finds out who makes a request, by a password or an access token. Thread-safe. */
public interface Callers {

    /**
     * Answers the request for its caller, or refuses it: with 401 and a challenge to a caller who isn't known, with 429
     * or 503 where that can't be found out now. Returns at once; the answer may come later, on another thread of the
     * service.
     *
     * @param known given the user's name, answers the request; that user may log on
     */
    void identify(Context request, Consumer<String> known);
}
