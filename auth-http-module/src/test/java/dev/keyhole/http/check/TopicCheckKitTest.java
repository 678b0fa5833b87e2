package dev.keyhole.http.check;

import dev.keyhole.http.check.CheckServer.Reply;
import dev.keyhole.http.check.CheckServer.Request;
import dev.keyhole.spi.ModuleProvider;
import dev.keyhole.spi.Permission;
import dev.keyhole.spi.RawOption;
import dev.keyhole.spi.Resource;
import dev.keyhole.testing.CheckSample;
import dev.keyhole.testing.ModuleCompatibilityTest;
import dev.keyhole.testing.Stall;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;

class TopicCheckKitTest extends ModuleCompatibilityTest {

    private final CheckServer server = new CheckServer(TopicCheckKitTest::answer);

    TopicCheckKitTest() throws IOException {}

    @AfterEach
    void stopServer() throws IOException {
        server.close();
    }

    private static Reply answer(Request request) {
        String fields = request.fields();
        if (request.path().equals("/su")) {
            return fields.contains("lightman") ? Reply.json("{\"ok\":true,\"ttl\":0}") : Reply.json("{}");
        }
        if (fields.contains("beringer")) {
            return Reply.json("{\"ok\":\"yes\"}");
        }
        if (fields.contains("mckittrick")) {
            return Reply.json("{}");
        }
        return Reply.json("{\"ok\":" + (fields.contains("\"desk\"") && fields.contains("\"acc\":4")) + "}");
    }

    @Override
    protected ModuleProvider provider() {
        return new TopicCheckProvider();
    }

    @Override
    protected List<RawOption> moduleOptions() {
        return List.of(
                option("host", "127.0.0.1"),
                option("port", Integer.toString(server.port())),
                option("timeout", "10m"),
                option("superuser_uri", "/su"));
    }

    /** Each of another user: checks of one user share the request that asks for a superuser. */
    @Override
    protected List<CheckSample> checks() {
        return List.of(
                CheckSample.granted("falken", Permission.READ, Resource.topic("desk")),
                CheckSample.denied("jennifer", Permission.WRITE, Resource.topic("desk")),
                CheckSample.denied("malvin", Permission.READ, Resource.topic("other")),
                CheckSample.granted("lightman", Permission.REPLICATE, Resource.topic("any")),
                CheckSample.abstained("mckittrick", Permission.READ, Resource.topic("desk")),
                CheckSample.unavailable("beringer", Permission.READ, Resource.topic("desk")),
                CheckSample.granted("falken", Permission.LOGON, Resource.logon()),
                CheckSample.denied("falken", Permission.LOGON, Resource.replicationLogon()),
                CheckSample.denied("falken", Permission.READ, Resource.admin("/amps")));
    }

    @Override
    protected List<List<RawOption>> wrongBlockOptions() {
        return List.of(
                List.of(option("timeout", "0")),
                List.of(option("CacheGrants", "8d")),
                List.of(option("with_tls", "true")),
                List.of(option("CAKey", "/nowhere/c.pem"), option("with_tls", "true")));
    }

    @Override
    protected Optional<Stall> stall() {
        return Optional.of(UserCheckKit.silence(server, TopicCheckKitTest::answer));
    }
}
