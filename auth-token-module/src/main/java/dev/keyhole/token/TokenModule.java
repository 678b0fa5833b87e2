package dev.keyhole.token;

import dev.keyhole.spi.AttachmentKey;
import dev.keyhole.spi.AuthenticationContext;
import dev.keyhole.spi.Capability;
import dev.keyhole.spi.ContextSettings;
import dev.keyhole.spi.EntitlementContext;
import dev.keyhole.spi.HostServices;
import dev.keyhole.spi.ModuleSettings;
import dev.keyhole.spi.SecurityModule;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The loaded module: makes contexts of options, and remembers resets for as long as it is loaded. */
final class TokenModule implements SecurityModule {

    private final HostServices host;
    private final int maxResets;
    private final PatternLog patterns;
    /** One for each module, so that no other one's tokens bring rights here. */
    private final AttachmentKey<TokenSession> sessions = AttachmentKey.of(TokenSession.class);
    /** By transport. Contexts come and go; a token that was refused stays so. */
    private final Map<String, Resets> resets = new ConcurrentHashMap<>();

    private volatile boolean closed;

    TokenModule(ModuleSettings settings) {
        host = settings.host();
        maxResets = settings.options().get(TokenOptions.MAX_RESETS);
        patterns = new PatternLog(host);
    }

    @Override
    public Set<Capability> capabilities() {
        return Set.of(Capability.AUTHENTICATION, Capability.ENTITLEMENT);
    }

    @Override
    public AuthenticationContext authentication(ContextSettings settings) {
        checkOpen();
        KeyOptions keyOptions = KeyOptions.read(settings);
        KeySource keys = keyOptions.open(host);
        TokenVerifier verifier = new TokenVerifier(keyOptions.algorithms(), settings.options(), keys, host.clock());
        return new TokenAuthentication(
                host, sessions, verifier, keys, resets(settings.transport()), settings.options());
    }

    @Override
    public EntitlementContext entitlement(ContextSettings settings) {
        checkOpen();
        return new TokenEntitlement(host, sessions, resets(settings.transport()), patterns);
    }

    private Resets resets(String transport) {
        return resets.computeIfAbsent(transport, unused -> new Resets(maxResets));
    }

    private void checkOpen() {
        if (closed) {
            throw new IllegalStateException("the module is closed");
        }
    }

    @Override
    public void close() {
        closed = true;
    }
}
