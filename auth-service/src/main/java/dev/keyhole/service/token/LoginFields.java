package dev.keyhole.service.token;

import dev.keyhole.service.RequestFields;
import dev.keyhole.spi.Secret;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;

/** What a login sends in its body. */
record LoginFields(String login, Secret password) {

    /**
     * @throws HttpResponseException 400, 413 or 415 if it can't be read
     */
    static LoginFields read(Context context) {
        if (context.req().getQueryString() != null) {
            throw new HttpResponseException(400, ""); // addresses are logged everywhere
        }
        RequestFields fields = RequestFields.of(context);
        String login = fields.text("login").orElse("");
        if (login.isEmpty()) {
            throw new HttpResponseException(400, "");
        }
        return new LoginFields(login, fields.secret("password").orElse(Secret.empty()));
    }

    /** What to tell of it. */
    static String why(int status) {
        return switch (status) {
            case 413 -> "the body is too large";
            case 415 -> "the body must be JSON or a form";
            default -> "the body must hold login and password, each once, as JSON or a form; nothing in the address";
        };
    }
}
