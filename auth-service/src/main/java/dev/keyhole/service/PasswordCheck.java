package dev.keyhole.service;

import dev.keyhole.spi.Secret;
import io.javalin.http.Context;

/**
 * The one way to find out whether a password is right: whoever guesses is slowed down here, whatever path they come by.
 * Thread-safe.
 */
public interface PasswordCheck {

    /**
     * Verifies a password and answers the request. Returns at once; the answer may come later, on another thread of the
     * service. If it can't be found out, or may not be now, the request is answered with 503 or 429 and neither of the
     * two is run.
     *
     * @param accepted answers if user and password belong together, and the user may log on
     * @param rejected answers if they don't; must not tell why
     */
    void verify(Context request, String user, Secret password, Runnable accepted, Runnable rejected);
}
