package dev.keyhole.http;

import dev.keyhole.spi.Permission;
import dev.keyhole.spi.Resource;
import dev.keyhole.testing.CheckSample;
import dev.keyhole.testing.LogonSample;
import java.io.IOException;
import java.util.List;

class WebServiceDigestKitTest extends WebServiceKit {

    WebServiceDigestKitTest() throws IOException {
        super(new DigestService(", qop=\"auth\", algorithm=SHA-256"));
    }

    @Override
    protected List<LogonSample> logons() {
        return List.of(
                LogonSample.accepted("falken", "joshua"),
                LogonSample.rejected("falken", "not-joshua-5"),
                LogonSample.rejected("nobody", "joshua-5-x"));
    }

    @Override
    protected List<CheckSample> checks() {
        return List.of(CheckSample.granted("falken", Permission.READ, Resource.topic("a")));
    }
}
