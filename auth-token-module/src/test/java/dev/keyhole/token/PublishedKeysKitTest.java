package dev.keyhole.token;

import dev.keyhole.spi.ModuleProvider;
import dev.keyhole.spi.Permission;
import dev.keyhole.spi.RawOption;
import dev.keyhole.spi.Resource;
import dev.keyhole.testing.CheckSample;
import dev.keyhole.testing.LogonSample;
import dev.keyhole.testing.ModuleCompatibilityTest;
import dev.keyhole.testing.Stall;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;

/** With keys from a server, which may hang. */
class PublishedKeysKitTest extends ModuleCompatibilityTest {

    private final KeyServer server;

    PublishedKeysKitTest() throws IOException {
        server = new KeyServer(Tokens.set(Tokens.RSA.toPublicJWK().toJSONString()));
    }

    @AfterEach
    void stopServer() {
        server.close();
    }

    @Override
    protected ModuleProvider provider() {
        return new TokenProvider();
    }

    @Override
    protected List<RawOption> moduleOptions() {
        return List.of(option("KeySetURI", server.uri()), option("RequestTimeout", "10m"));
    }

    @Override
    protected List<LogonSample> logons() {
        return List.of(
                LogonSample.accepted("falken", Tokens.rsa("RS256", Tokens.RSA, Tokens.claims("falken"))),
                LogonSample.rejected("falken", Tokens.rsa("RS256", Tokens.OTHER_RSA, Tokens.claims("falken"))),
                LogonSample.rejected("falken", Tokens.of("falken")),
                LogonSample.rejected("falken", Tokens.ec("ES256", Tokens.EC, Tokens.claims("falken"))),
                LogonSample.implicit(LogonSample.Outcome.REJECTED));
    }

    @Override
    protected List<CheckSample> checks() {
        return List.of(CheckSample.denied("falken", Permission.READ, Resource.topic("a")));
    }

    @Override
    protected List<List<RawOption>> wrongBlockOptions() {
        return List.of(
                List.of(option("KeySetURI", "http://keys.example.com/")), List.of(option("Algorithms", "HS256")));
    }

    @Override
    protected Optional<Stall> stall() {
        server.hold();
        return Optional.of(new Stall() {
            @Override
            public long calls() {
                return server.requests.get();
            }

            @Override
            public void close() {
                server.open();
            }
        });
    }
}
