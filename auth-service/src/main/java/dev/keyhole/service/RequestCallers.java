package dev.keyhole.service;

import dev.keyhole.spi.Secret;
import io.javalin.http.Context;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Reads {@code Authorization}: Basic, Digest where the service does it, and Bearer where it issues tokens. What it offers is
 * the same for all, whoever they say to be. Thread-safe.
 */
final class RequestCallers implements Callers {

    private static final String BEARER = "Bearer ";

    private final Store store;
    private final PasswordCheck passwords;
    private final Optional<RequestDigests> digests;
    private final Optional<BearerTokens> tokens;
    private final String realm;

    /** @param realm printable ASCII without quotes and backslashes */
    RequestCallers(
            Store store,
            PasswordCheck passwords,
            Optional<RequestDigests> digests,
            Optional<BearerTokens> tokens,
            String realm) {
        this.store = store;
        this.passwords = passwords;
        this.digests = digests;
        this.tokens = tokens;
        this.realm = realm;
    }

    @Override
    public void identify(Context request, Consumer<String> known) {
        List<String> headers = Collections.list(request.req().getHeaders("Authorization"));
        String header = headers.size() == 1 ? headers.get(0) : "";
        if (tokens.isPresent() && header.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
            Secret token = Secret.of(header.substring(BEARER.length()).strip());
            tokens.get()
                    .user(token)
                    .filter(store::isActive)
                    .ifPresentOrElse(
                            user -> {
                                AccessLog.claimed(request.req(), user);
                                known.accept(user);
                            },
                            () -> refuseToken(request));
            return;
        }
        if (digests.isPresent() && DigestCredentials.isDigest(header)) {
            digests.get().identify(request, header, known, stale -> challenge(request, stale));
            return;
        }
        Optional<BasicCredentials> basic = BasicCredentials.parse(header);
        if (basic.isEmpty()) {
            challenge(request, false);
            return;
        }
        String user = basic.get().user();
        passwords.verify(
                request, user, basic.get().password(), () -> known.accept(user), () -> challenge(request, false));
    }

    /** @param stale whether an answer to the last challenge came too late, and the same to this one may do */
    private void challenge(Context request, boolean stale) {
        digests.ifPresent(offered -> offered.challenges(stale).forEach(challenge -> offer(request, challenge)));
        offer(request, "Basic realm=\"" + realm + "\", charset=\"UTF-8\"");
        tokens.ifPresent(bearer -> offer(request, "Bearer realm=\"" + realm + "\""));
        Answers.error(request, 401, "user name and password are needed");
    }

    private static void offer(Context request, String challenge) {
        request.res().addHeader("WWW-Authenticate", challenge);
    }

    /** RFC 6750, 3.1. Which of the many reasons it is, only its issuer would need to know. */
    private void refuseToken(Context request) {
        request.header("WWW-Authenticate", "Bearer realm=\"" + realm + "\", error=\"invalid_token\"");
        Answers.error(request, 401, "the token isn't valid, or not any more");
    }
}
