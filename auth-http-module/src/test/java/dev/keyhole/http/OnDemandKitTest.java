package dev.keyhole.http;

import dev.keyhole.http.RecordingServer.Reply;
import dev.keyhole.spi.Permission;
import dev.keyhole.spi.RawOption;
import dev.keyhole.spi.Resource;
import dev.keyhole.testing.CheckSample;
import java.io.IOException;
import java.util.List;

class OnDemandKitTest extends WebServiceKit {

    OnDemandKitTest() throws IOException {
        super(request -> switch (request.target()) {
            case "/falken", "/lightman" -> Reply.json("{\"topic\": [{\"topic\": \"^a\", \"read\": true}]}");
            case "/beringer" -> Reply.status(401);
            default -> Reply.status(404);
        });
    }

    @Override
    protected List<RawOption> moduleOptions() {
        return List.of(
                option("ResourceURI", uri()), option("RequestTimeout", "10m"), option("EntitlementOnly", "true"));
    }

    /** Each of another user: checks of one user share a request. */
    @Override
    protected List<CheckSample> checks() {
        return List.of(
                CheckSample.granted("falken", Permission.READ, Resource.topic("ab")),
                CheckSample.denied("lightman", Permission.WRITE, Resource.topic("ab")),
                CheckSample.denied("nobody", Permission.READ, Resource.topic("ab")),
                CheckSample.unavailable("beringer", Permission.READ, Resource.topic("ab")));
    }
}
