package dev.keyhole.http;

import dev.keyhole.spi.Permission;
import dev.keyhole.spi.RawOption;
import dev.keyhole.spi.Resource;
import dev.keyhole.testing.CheckSample;
import dev.keyhole.testing.LogonSample;
import java.io.IOException;
import java.util.List;

class WebServiceBasicKitTest extends WebServiceKit {

    WebServiceBasicKitTest() throws IOException {
        super(service());
    }

    private static PasswordService service() {
        PasswordService service = new PasswordService();
        service.passwords.putAll(java.util.Map.of(
                "falken", "joshua-5", "lightman", "pencil-7", "mckittrick", "cheyenne-3", "beringer", "norad-11"));
        service.documents.put(
                "falken",
                "{\"user_name\": \"stephen\", \"topic\": ["
                        + "{\"topic\": \"a\", \"read\": \"/x > 1\", \"select\": \"-/,+/y\"},"
                        + "{\"topic\": \"^b\", \"write\": true}]}");
        service.documents.put("mckittrick", "{\"logon\": false}");
        service.documents.put("beringer", "{\"logon\": \"yes\"}");
        return service;
    }

    @Override
    protected List<LogonSample> logons() {
        return List.of(
                LogonSample.accepted("falken", "joshua-5").binding("stephen"),
                LogonSample.accepted("lightman", "pencil-7"),
                LogonSample.rejected("falken", "not-joshua-5"),
                LogonSample.rejected("nobody", "joshua-5-x"),
                LogonSample.rejected("mckittrick", "cheyenne-3"),
                LogonSample.rejected("a:b", "colon-secret"),
                LogonSample.unavailable("beringer", "norad-11"),
                LogonSample.implicit(LogonSample.Outcome.REJECTED));
    }

    @Override
    protected List<CheckSample> checks() {
        return List.of(
                CheckSample.granted("stephen", Permission.READ, Resource.topic("a"))
                        .limitedTo("/x > 1", "-/,+/y"),
                CheckSample.denied("stephen", Permission.WRITE, Resource.topic("a")),
                CheckSample.granted("stephen", Permission.WRITE, Resource.topic("bcd")),
                CheckSample.granted("lightman", Permission.LOGON, Resource.logon()),
                CheckSample.denied("nobody", Permission.READ, Resource.topic("a")));
    }

    @Override
    protected List<List<RawOption>> wrongBlockOptions() {
        return List.of(
                List.of(option("ConnectionTimeout", "0")),
                List.of(option("MaxDocumentSize", "1")),
                List.of(option("ResourceURI", "https://localhost/{{USER_NAME}}")),
                List.of(option("Certificate", "/nowhere/c.pem")));
    }
}
