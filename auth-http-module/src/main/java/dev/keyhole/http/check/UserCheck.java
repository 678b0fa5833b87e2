package dev.keyhole.http.check;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.keyhole.http.client.Characters;
import dev.keyhole.http.client.KeyedHash;
import dev.keyhole.spi.AuthenticationContext;
import dev.keyhole.spi.AuthenticationExchange;
import dev.keyhole.spi.AuthenticationResult;
import dev.keyhole.spi.AuthenticationResult.Accepted;
import dev.keyhole.spi.ChainTrait;
import dev.keyhole.spi.ConnectionInfo;
import dev.keyhole.spi.Identity;
import dev.keyhole.spi.LogonRequest;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A use of the user check: each logon is a request. */
final class UserCheck implements AuthenticationContext {

    private final CheckService service;
    private final URI path;
    private final OnError onError;
    private final boolean acceptsEmptyName;
    private final KeyedHash hash;

    /**
     * @param path asked about logons
     * @param acceptsEmptyName whether the service is asked about logons without a user name too
     * @param hash tells logons that show the same credentials
     */
    UserCheck(CheckService service, URI path, OnError onError, boolean acceptsEmptyName, KeyedHash hash) {
        this.service = service;
        this.path = path;
        this.onError = onError;
        this.acceptsEmptyName = acceptsEmptyName;
        this.hash = hash;
    }

    boolean acceptsEmptyName() {
        return acceptsEmptyName;
    }

    OnError onError() {
        return onError;
    }

    CheckService service() {
        return service;
    }

    Vote ask(Question question) throws InterruptedException {
        return service.ask(path, question);
    }

    @Override
    public Set<ChainTrait> chainTraits() {
        return service.chainTraits();
    }

    @Override
    public AuthenticationExchange begin(ConnectionInfo connection) {
        return new UserCheckExchange(this, connection);
    }

    @Override
    public Optional<Object> sharingKey(ConnectionInfo connection, LogonRequest request) {
        if (Characters.hasLoneSurrogate(request.userName() + ' ' + connection.clientName())) {
            return Optional.empty();
        }
        byte[] password = request.secret().toBytes();
        String key = hash.of(List.of(
                request.userName().getBytes(UTF_8),
                connection.clientName().getBytes(UTF_8),
                request.kind().name().getBytes(UTF_8),
                password));
        Arrays.fill(password, (byte) 0);
        return Optional.of(key);
    }

    @Override
    public Optional<AuthenticationResult> share(AuthenticationResult result, ConnectionInfo connection) {
        return Optional.of(
                result instanceof Accepted accepted
                        ? new Accepted(Identity.of(accepted.identity().userName()))
                        : result);
    }

    @Override
    public void close() {
        service.calls().close();
    }
}
