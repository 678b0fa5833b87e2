package dev.keyhole.token;

import dev.keyhole.permissions.PermissionsDocument;
import dev.keyhole.spi.AttachmentKey;
import dev.keyhole.spi.AuthenticationContext;
import dev.keyhole.spi.AuthenticationExchange;
import dev.keyhole.spi.AuthenticationResult;
import dev.keyhole.spi.AuthenticationResult.Accepted;
import dev.keyhole.spi.AuthenticationResult.Rejected;
import dev.keyhole.spi.ConnectionInfo;
import dev.keyhole.spi.HostServices;
import dev.keyhole.spi.Identity;
import dev.keyhole.spi.ModuleUnavailableException;
import dev.keyhole.spi.Options;
import dev.keyhole.spi.RejectionReason;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** A use of the module for authentication. */
final class TokenAuthentication implements AuthenticationContext {

    private final HostServices host;
    private final AttachmentKey<TokenSession> sessions;
    private final TokenVerifier verifier;
    private final KeySource keys;
    private final Resets resets;
    private final Duration leeway;
    private final boolean closeOnExpiry;
    private final boolean abstainWithoutToken;
    private volatile boolean closed;

    /**
     * @param sessions opens what this module attaches to identities
     * @param keys what {@code verifier} uses; closed with the context
     */
    TokenAuthentication(
            HostServices host,
            AttachmentKey<TokenSession> sessions,
            TokenVerifier verifier,
            KeySource keys,
            Resets resets,
            Options options) {
        this.host = host;
        this.sessions = sessions;
        this.verifier = verifier;
        this.keys = keys;
        this.resets = resets;
        this.leeway = options.get(TokenOptions.LEEWAY);
        this.closeOnExpiry = options.get(TokenOptions.CLOSE_ON_EXPIRY);
        this.abstainWithoutToken = options.get(TokenOptions.ABSTAIN_WITHOUT_TOKEN);
    }

    TokenVerifier verifier() {
        return verifier;
    }

    boolean abstainsWithoutToken() {
        return abstainWithoutToken;
    }

    /**
     * @throws ModuleUnavailableException if the context is closed
     */
    void checkOpen() {
        if (closed) {
            throw new ModuleUnavailableException("the token module is closed");
        }
    }

    @Override
    public AuthenticationExchange begin(ConnectionInfo connection) {
        return new TokenExchange(this, connection);
    }

    /** What becomes of a logon whose token is good. */
    AuthenticationResult admit(ConnectionInfo connection, Claims claims) {
        String userName = claims.userName();
        if (claims.document()
                .filter(document -> document.forbidsLogon(connection.kind()))
                .isPresent()) {
            return new Rejected(
                    RejectionReason.NOT_PERMITTED,
                    "the token's permissions document doesn't let this connection log on");
        }
        if (claims.document()
                .flatMap(PermissionsDocument::userName)
                .filter(name -> !name.equals(userName))
                .isPresent()) {
            return new Rejected(
                    RejectionReason.BAD_CREDENTIALS, "the token's permissions document is that of another user");
        }
        if (resets.refuses(userName, claims.issuedAt())) {
            return new Rejected(
                    RejectionReason.BAD_CREDENTIALS,
                    "the user was reset after the token was issued: a new one is needed");
        }
        checkOpen();
        Optional<Instant> end = claims.expiresAt().filter(time -> closeOnExpiry).map(time -> time.plus(leeway));
        TokenSession session =
                new TokenSession(claims.document(), end.map(time -> Countdown.start(host, connection, time)));
        Identity identity = Identity.of(userName).with(sessions, session);
        return new Accepted(end.map(identity::expiringAt).orElse(identity));
    }

    @Override
    public void released(ConnectionInfo connection, Identity identity) {
        identity.attachment(sessions).ifPresent(TokenSession::close);
    }

    @Override
    public void resetUser(String userName) {
        resets.add(userName, host.clock().instant());
    }

    @Override
    public void close() {
        closed = true;
        keys.close();
    }
}
