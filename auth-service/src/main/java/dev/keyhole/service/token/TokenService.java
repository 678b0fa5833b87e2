package dev.keyhole.service.token;

import dev.keyhole.service.Answers;
import dev.keyhole.service.BearerTokens;
import dev.keyhole.service.RouteGroup;
import dev.keyhole.service.StoredDocument;
import dev.keyhole.spi.Secret;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The token server: {@code POST PREFIX/login}, {@code POST PREFIX/renew}, and {@code GET /.well-known/jwks.json}. To be
 * given to a service both as {@linkplain dev.keyhole.service.PermissionsServiceBuilder#routes paths} and as the {@linkplain
 * dev.keyhole.service.PermissionsServiceBuilder#bearerTokens tokens} that the rest of it accepts. Thread-safe.
 */
public final class TokenService implements RouteGroup, BearerTokens {

    private static final String BEARER = "Bearer ";

    private final String prefix;
    private final TokenSettings settings;
    private final Supplier<KeyRing> keys;
    private final TokenMint mint;

    TokenService(String prefix, TokenSettings settings, Supplier<KeyRing> keys, TokenMint mint) {
        this.prefix = prefix;
        this.settings = settings;
        this.keys = keys;
        this.mint = mint;
    }

    public static TokenServiceBuilder builder() {
        return new TokenServiceBuilder();
    }

    @Override
    public Optional<String> user(Secret token) {
        return mint.verify(token).map(Bearer::user);
    }

    @Override
    public void addTo(RoutesConfig routes, Parts parts) {
        routes.before(prefix + "/*", context -> Answers.nameErrors(context, "message"));
        routes.post(prefix + "/login", context -> login(context, parts));
        routes.post(prefix + "/renew", context -> renew(context, parts));
        routes.get("/.well-known/jwks.json", this::publish);
    }

    private void login(Context context, Parts parts) {
        LoginFields fields;
        try {
            fields = LoginFields.read(context);
        } catch (HttpResponseException e) {
            Answers.error(context, e.getStatus(), LoginFields.why(e.getStatus()));
            return;
        }
        String user = fields.login();
        parts.passwords()
                .verify(
                        context,
                        user,
                        fields.password(),
                        () -> answer(context, parts, user, mint.now()),
                        () -> Answers.error(context, 401, "login and password don't belong together"));
    }

    private void renew(Context context, Parts parts) {
        Optional<String> header = authorization(context);
        Optional<Bearer> bearer = header.filter(value -> value.regionMatches(true, 0, BEARER, 0, BEARER.length()))
                .flatMap(value ->
                        mint.verify(Secret.of(value.substring(BEARER.length()).strip())))
                .filter(known -> parts.store().isActive(known.user()));
        if (bearer.isEmpty()) {
            context.header("WWW-Authenticate", header.isEmpty() ? "Bearer" : "Bearer error=\"invalid_token\"");
            Answers.error(context, 401, "a token is needed that is valid, and whose user may still log in");
            return;
        }
        answer(context, parts, bearer.get().user(), bearer.get().login());
    }

    private static Optional<String> authorization(Context context) {
        List<String> headers = Collections.list(context.req().getHeaders("Authorization"));
        return headers.size() == 1 ? Optional.of(headers.get(0)) : Optional.empty();
    }

    private void answer(Context context, Parts parts, String user, Instant login) {
        Optional<String> document = Optional.empty();
        if (settings.permissionsClaim().isPresent()) {
            document = parts.store()
                    .document(user)
                    .match(found -> Optional.of(json(found)), Optional::empty, Optional::empty);
            if (document.isEmpty()) {
                Answers.error(context, 403, "there is no document for this user that could go into a token");
                return;
            }
        }
        if (!mint.now().isBefore(login.plus(settings.maxRenewal()))) {
            context.header("WWW-Authenticate", "Bearer error=\"invalid_token\"");
            Answers.error(context, 401, "the login is too long ago to be renewed: log in again");
            return;
        }
        mint.issue(user, login, document)
                .ifPresentOrElse(
                        issued -> context.contentType("application/json").result(issued.toJson()),
                        () -> Answers.error(context, 500, "the document of this user is too large for a token"));
    }

    /** Without the byte order mark that a document may begin with. */
    private static String json(StoredDocument document) {
        String text = new String(document.json(), java.nio.charset.StandardCharsets.UTF_8);
        return text.startsWith("\ufeff") ? text.substring(1) : text;
    }

    private void publish(Context context) {
        context.header("Cache-Control", "max-age=60");
        context.contentType("application/jwk-set+json").result(keys.get().published());
    }
}
