package dev.keyhole.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.keyhole.http.RecordingServer.Handler;
import dev.keyhole.http.RecordingServer.Request;
import dev.keyhole.spi.AuthenticationContext;
import dev.keyhole.spi.AuthenticationExchange;
import dev.keyhole.spi.AuthenticationResult;
import dev.keyhole.spi.AuthenticationResult.Accepted;
import dev.keyhole.spi.AuthenticationResult.Rejected;
import dev.keyhole.spi.ConfigurationException;
import dev.keyhole.spi.ConnectionInfo;
import dev.keyhole.spi.EntitlementContext;
import dev.keyhole.spi.EntitlementDecision;
import dev.keyhole.spi.EntitlementDecision.Granted;
import dev.keyhole.spi.EntitlementRequest;
import dev.keyhole.spi.Identity;
import dev.keyhole.spi.LogonRequest;
import dev.keyhole.spi.ModuleUnavailableException;
import dev.keyhole.spi.Operation;
import dev.keyhole.spi.Permission;
import dev.keyhole.spi.Resource;
import dev.keyhole.spi.Secret;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * One row of the contract: options, what happens in turn, what has to come of it, and the requests that the service has
 * to see, byte for byte. In texts {@code SERVER} stands for the address of the service.
 */
final class ContractRow {

    private final String title;
    private final List<String> moduleOptions = new ArrayList<>();
    private final List<String> authenticationOptions = new ArrayList<>();
    private final List<String> entitlementOptions = new ArrayList<>();
    private final List<Step> steps = new ArrayList<>();
    private final List<String> expected = new ArrayList<>();
    private Handler service = new PasswordService();
    private Optional<TlsService> tls = Optional.empty();
    private String problem = "";
    private String keepAlive = "keep-alive";
    private boolean entitlementOnly;

    /** The state of a row that runs. */
    static final class Run {
        private final RecordingServer server;
        private final WebServiceFixture fixture;
        private final Optional<AuthenticationContext> authentication;
        private final Optional<EntitlementContext> entitlement;
        private final Deque<Identity> connected = new ArrayDeque<>();

        Run(RecordingServer server, WebServiceFixture fixture, ContractRow row) {
            this.server = server;
            this.fixture = fixture;
            this.authentication = row.entitlementOnly
                    ? Optional.empty()
                    : Optional.of(fixture.authentication(row.options(row.authenticationOptions, server)));
            this.entitlement = Optional.of(fixture.entitlement(row.options(row.entitlementOptions, server)));
        }

        RecordingServer server() {
            return server;
        }

        WebServiceFixture fixture() {
            return fixture;
        }

        void reset() {
            entitlement.orElseThrow().reset();
        }
    }

    interface Step {
        void run(Run run) throws Exception;
    }

    private ContractRow(String title) {
        this.title = title;
    }

    /** A row about one option of the {@code Authentication} block, beside a {@code ResourceURI}. */
    static ContractRow option(String name, String value) {
        return row(name + " = " + value)
                .with("ResourceURI", "SERVER/{{USER_NAME}}")
                .with(name, value);
    }

    /** A row about what a service answers. */
    static ContractRow service(String title, Handler handler) {
        return row(title).with("ResourceURI", "SERVER/{{USER_NAME}}").before(handler);
    }

    static ContractRow row(String title) {
        return new ContractRow(title);
    }

    ContractRow with(String name, String value) {
        authenticationOptions.addAll(List.of(name, value));
        return this;
    }

    ContractRow withInModule(String name, String value) {
        moduleOptions.addAll(List.of(name, value));
        return this;
    }

    ContractRow withInEntitlement(String name, String value) {
        entitlementOptions.addAll(List.of(name, value));
        return this;
    }

    /** The row has no {@code Authentication} block. */
    ContractRow entitlementOnly() {
        entitlementOnly = true;
        return this;
    }

    /** The service of the row, at its start. */
    ContractRow before(Handler handler) {
        service = handler;
        return this;
    }

    ContractRow beforeTls(TlsService tlsService) {
        tls = Optional.of(tlsService);
        return this;
    }

    ContractRow closingConnections() {
        keepAlive = "close";
        return this;
    }

    ContractRow step(Step step) {
        steps.add(step);
        return this;
    }

    /** From now on the service is this one. */
    ContractRow then(Handler handler) {
        return step(run -> run.server.handler(handler));
    }

    ContractRow after(Duration time) {
        return step(run -> run.fixture.host.advance(time));
    }

    ContractRow logon(String outcome) {
        return logon("falken", "joshua", outcome);
    }

    ContractRow logon(String user, String password, String outcome) {
        return logon(
                ConnectionInfo.builder("c", "mqtt").build(), LogonRequest.explicit(user, Secret.of(password)), outcome);
    }

    ContractRow logon(ConnectionInfo connection, LogonRequest request, String outcome) {
        return step(run ->
                same(outcome(run, connection, request).replace(address(run.server), "SERVER"), outcome, "outcome"));
    }

    /** An expected text that ends in dots is only the beginning. */
    static void same(String found, String wanted, String what) {
        if (wanted.endsWith("...")) {
            assertThat(found).as(what).startsWith(wanted.substring(0, wanted.length() - 3));
        } else {
            assertThat(found).as(what).isEqualTo(wanted);
        }
    }

    private static String outcome(Run run, ConnectionInfo connection, LogonRequest request) throws Exception {
        AuthenticationResult result;
        try (AuthenticationExchange exchange = run.authentication.orElseThrow().begin(connection)) {
            result = exchange.respond(request);
        } catch (ModuleUnavailableException e) {
            return "unavailable: " + e.getMessage();
        }
        if (result instanceof Accepted accepted) {
            run.connected.push(accepted.identity());
            return "accepted as " + accepted.identity().userName();
        }
        Rejected rejected = (Rejected) result;
        return "rejected " + rejected.reason() + ": " + rejected.detail();
    }

    /** The last connection that was accepted closes. */
    ContractRow leaves() {
        return step(run -> run.authentication
                .orElseThrow()
                .released(ConnectionInfo.builder("c", "mqtt").build(), run.connected.pop()));
    }

    /** Somebody asks whether a user may do something. */
    ContractRow check(String user, Permission permission, Resource resource, String decision) {
        return step(run ->
                same(decision(run, Identity.of(user), permission, resource), decision, permission + " " + resource));
    }

    ContractRow read(String topic, String decision) {
        return check("falken", Permission.READ, Resource.topic(topic), decision);
    }

    ContractRow write(String topic, String decision) {
        return check("falken", Permission.WRITE, Resource.topic(topic), decision);
    }

    private String decision(Run run, Identity identity, Permission permission, Resource resource) throws Exception {
        EntitlementDecision decision;
        try {
            decision = run.entitlement
                    .orElseThrow()
                    .check(new EntitlementRequest(
                            ConnectionInfo.builder("c", "mqtt").build(),
                            identity,
                            resource,
                            permission,
                            Operation.usualFor(permission, resource.type())));
        } catch (ModuleUnavailableException e) {
            return "unavailable: " + String.valueOf(e.getMessage()).replace(address(run.server), "SERVER");
        }
        return decision instanceof Granted granted
                ? ("granted" + words(" if ", granted.filter()) + words(" select ", granted.select()))
                : "denied";
    }

    private static String words(String before, String text) {
        return text.isEmpty() ? "" : before + text;
    }

    /** The next request that the service has to see: its target, and the headers that aren't sent with every one. */
    ContractRow sends(String target, String... headers) {
        expected.add("GET " + target + " HTTP/1.1\r\n"
                + String.join(
                        "",
                        List.of(headers).stream().map(header -> header + "\r\n").toList()));
        return this;
    }

    /** First contact, and the same again with Basic authentication. */
    ContractRow sendsBoth(String target, String user, String password) {
        return sends(target).sends(target, "Authorization: " + PasswordService.basic(user, password));
    }

    /** The host doesn't start, and says this. */
    ContractRow refused(String message) {
        problem = message;
        return this;
    }

    void run() throws Exception {
        try (RecordingServer server =
                tls.isPresent() ? new RecordingServer(service, tls.get().open()) : new RecordingServer(service)) {
            if (problem.isEmpty()) {
                runSteps(server);
            } else {
                assertThatExceptionOfType(ConfigurationException.class)
                        .isThrownBy(() -> runSteps(server))
                        .withMessageContaining(problem);
            }
            assertThat(server.requests().stream().map(ContractRow::comparable))
                    .containsExactlyElementsOf(
                            expected.stream().map(start -> whole(start, server)).toList());
        }
    }

    private void runSteps(RecordingServer server) throws Exception {
        try (WebServiceFixture fixture = new WebServiceFixture(options(moduleOptions, server))) {
            Run run = new Run(server, fixture, this);
            for (Step step : steps) {
                step.run(run);
            }
        }
    }

    private String whole(String start, RecordingServer server) {
        return start + "Host: " + address(server).replaceFirst("https?://", "") + "\r\n"
                + "Accept: application/json\r\n"
                + "Accept-Encoding: identity\r\n"
                + "Connection: " + keepAlive + "\r\n"
                + "User-Agent: Keyhole\r\n\r\n";
    }

    /** What is random in an answer to a Digest challenge has no bytes to compare. */
    private static String comparable(Request request) {
        return request.text()
                .replaceAll("response=\"[0-9a-f]+\"", "response=\"RIGHT\"")
                .replaceAll("cnonce=\"[0-9a-f]{32}\"", "cnonce=\"RANDOM\"");
    }

    private String[] options(List<String> templates, RecordingServer server) {
        return templates.stream()
                .map(option -> option.replace("SERVER", address(server)))
                .toArray(String[]::new);
    }

    private String address(RecordingServer server) {
        return (tls.isPresent() ? "https://localhost:" : "http://127.0.0.1:") + server.port();
    }

    /** A listener for TLS. */
    interface TlsService {
        ServerSocket open() throws Exception;
    }

    @Override
    public String toString() {
        return title;
    }
}
