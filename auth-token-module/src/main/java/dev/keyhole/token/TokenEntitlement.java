package dev.keyhole.token;

import dev.keyhole.spi.AttachmentKey;
import dev.keyhole.spi.EntitlementContext;
import dev.keyhole.spi.EntitlementDecision;
import dev.keyhole.spi.EntitlementDecision.Denied;
import dev.keyhole.spi.EntitlementRequest;
import dev.keyhole.spi.Explanation;
import dev.keyhole.spi.HostServices;
import dev.keyhole.spi.KeyScope;
import dev.keyhole.spi.Permission;
import dev.keyhole.spi.Validity;
import java.util.Optional;

/** A use of the module for entitlement: what the document says that came with the connection's own token. */
final class TokenEntitlement implements EntitlementContext {

    private final HostServices host;
    private final AttachmentKey<TokenSession> sessions;
    private final Resets resets;
    private final PatternLog patterns;
    private volatile boolean closed;

    TokenEntitlement(HostServices host, AttachmentKey<TokenSession> sessions, Resets resets, PatternLog patterns) {
        this.host = host;
        this.sessions = sessions;
        this.resets = resets;
        this.patterns = patterns;
    }

    /** Two connections of one user may have come with different documents. */
    @Override
    public KeyScope keyScope() {
        return KeyScope.CONNECTION;
    }

    @Override
    public EntitlementDecision check(EntitlementRequest request) {
        if (closed) {
            throw new IllegalStateException("the context is closed");
        }
        Optional<TokenSession> session = request.identity().attachment(sessions);
        if (session.isEmpty()) {
            return denied("the connection didn't log on with a token of this module");
        }
        return session.get()
                .document()
                .map(document -> document.decide(request.permission(), request.resource(), request.operation()))
                .map(decision -> patterns.watch(request, decision))
                .orElseGet(() -> denied("no permissions document came with the token: the Authentication block has no"
                        + " 'PermissionsClaim'"));
    }

    /** Whether the user may be there at all stands at the head of the document; what else is asked may take a search. */
    @Override
    public boolean knows(EntitlementRequest request) {
        return request.permission() == Permission.LOGON;
    }

    private static EntitlementDecision denied(String why) {
        return new Denied(Validity.notCached(), Explanation.of(why));
    }

    /** The documents of tokens that were issued before don't count any more; their connections are closed by the host. */
    @Override
    public void reset() {
        resets.addAll(host.clock().instant());
    }

    @Override
    public void resetUser(String userName) {
        resets.add(userName, host.clock().instant());
    }

    @Override
    public void close() {
        closed = true;
    }
}
