package dev.keyhole.http.check;

import dev.keyhole.http.check.CheckServer.Reply;
import dev.keyhole.http.check.CheckServer.Request;
import dev.keyhole.spi.ModuleProvider;
import dev.keyhole.spi.RawOption;
import dev.keyhole.testing.LogonSample;
import dev.keyhole.testing.ModuleCompatibilityTest;
import dev.keyhole.testing.Stall;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;

/** What the kit needs of the user check, in one of the ways to ask. */
abstract class UserCheckKit extends ModuleCompatibilityTest {

    private final String method;
    private final String params;
    private final CheckServer server = new CheckServer(UserCheckKit::answer);

    UserCheckKit(String method, String params) throws IOException {
        this.method = method;
        this.params = params;
    }

    @AfterEach
    void stopServer() throws IOException {
        server.close();
    }

    private static Reply answer(Request request) {
        String fields = request.fields();
        if (fields.contains("falken") && fields.contains("joshua-5") && !fields.contains("not-joshua-5")) {
            return Reply.json("{\"ok\":true}");
        }
        if (fields.contains("mckittrick")) {
            return Reply.json("{\"ok\":null}");
        }
        return fields.contains("beringer") ? Reply.json("{\"ok\":\"norad-11\"}") : Reply.json("{\"ok\":false}");
    }

    @Override
    protected ModuleProvider provider() {
        return new UserCheckProvider();
    }

    @Override
    protected List<RawOption> moduleOptions() {
        List<RawOption> options = new ArrayList<>();
        options.add(option("host", "127.0.0.1"));
        options.add(option("port", Integer.toString(server.port())));
        options.add(option("timeout", "10m"));
        options.add(option("request_method", method));
        options.add(option("params_mode", params));
        return options;
    }

    @Override
    protected List<LogonSample> logons() {
        return List.of(
                LogonSample.accepted("falken", "joshua-5"),
                LogonSample.rejected("falken", "not-joshua-5"),
                LogonSample.rejected("nobody", "joshua-6-x"),
                LogonSample.abstained("mckittrick", "cheyenne-3"),
                LogonSample.unavailable("beringer", "norad-11"),
                LogonSample.implicit(LogonSample.Outcome.REJECTED));
    }

    @Override
    protected List<List<RawOption>> wrongBlockOptions() {
        return List.of(
                List.of(option("timeout", "0")),
                List.of(option("MaxAnswerSize", "1")),
                List.of(option("with_tls", "true")),
                List.of(option("Certificate", "/nowhere/c.pem")));
    }

    @Override
    protected Optional<Stall> stall() {
        return Optional.of(silence(server, UserCheckKit::answer));
    }

    static Stall silence(CheckServer server, CheckServer.Handler afterwards) {
        AtomicLong calls = new AtomicLong();
        server.handler(request -> {
            calls.incrementAndGet();
            return server.silence();
        });
        return new Stall() {
            @Override
            public long calls() {
                return calls.get();
            }

            @Override
            public void close() {
                server.handler(afterwards);
                server.cut();
            }
        };
    }
}
