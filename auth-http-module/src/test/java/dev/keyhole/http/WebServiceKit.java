package dev.keyhole.http;

import dev.keyhole.http.RecordingServer.Handler;
import dev.keyhole.spi.ModuleProvider;
import dev.keyhole.spi.RawOption;
import dev.keyhole.testing.ModuleCompatibilityTest;
import dev.keyhole.testing.Stall;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;

/** What the kit needs of the module, before a server on loopback. */
abstract class WebServiceKit extends ModuleCompatibilityTest {

    private final Handler service;
    private final RecordingServer server;

    WebServiceKit(Handler service) throws IOException {
        this.service = service;
        this.server = new RecordingServer(service);
    }

    @AfterEach
    void stopServer() throws IOException {
        server.close();
    }

    String uri() {
        return server.uri("/{{USER_NAME}}");
    }

    @Override
    protected ModuleProvider provider() {
        return new WebServiceProvider();
    }

    @Override
    protected List<RawOption> moduleOptions() {
        return List.of(option("ResourceURI", uri()), option("RequestTimeout", "10m"));
    }

    @Override
    protected Optional<Stall> stall() {
        AtomicLong calls = new AtomicLong();
        server.handler(request -> {
            calls.incrementAndGet();
            return server.silence();
        });
        return Optional.of(new Stall() {
            @Override
            public long calls() {
                return calls.get();
            }

            @Override
            public void close() {
                server.handler(service);
                server.cut();
            }
        });
    }
}
