package dev.keyhole.http;

import static dev.keyhole.http.ContractRow.option;
import static dev.keyhole.http.ContractRow.row;

import dev.keyhole.http.RecordingServer.Handler;
import dev.keyhole.http.RecordingServer.Reply;
import dev.keyhole.spi.ConnectionInfo;
import dev.keyhole.spi.LogonRequest;
import dev.keyhole.spi.Permission;
import dev.keyhole.spi.Place;
import dev.keyhole.spi.Resource;
import dev.keyhole.spi.Secret;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/** Rows of the contract about options and header tokens. */
final class OptionRows {

    private static final String IN = "accepted as falken";
    private static final String BASIC = "Authorization: " + PasswordService.basic("falken", "joshua");
    private static final String PLACE = "the user name may stand in the path and in the query only, or users could"
            + " choose the server that gets their credentials";

    private OptionRows() {}

    static Stream<ContractRow> all() {
        return Stream.of(uri(), store(), limits(), headers(), tokens(), kept(), entitlementOnly(), tls())
                .flatMap(rows -> rows);
    }

    /** Refuses as often, then does what the handler does. */
    static Handler failing(int times, int status, Handler then) {
        AtomicInteger left = new AtomicInteger(times);
        return request -> left.getAndDecrement() > 0 ? Reply.status(status) : then.handle(request);
    }

    private static PasswordService knows(String user) {
        PasswordService service = new PasswordService();
        service.passwords.put(user, "joshua");
        return service;
    }

    private static ContractRow uri(String template) {
        return row("ResourceURI = " + template).with("ResourceURI", template);
    }

    private static Stream<ContractRow> uri() {
        return Stream.of(
                uri("SERVER/permissions/{{USER_NAME}}.json")
                        .logon(IN)
                        .sendsBoth("/permissions/falken.json", "falken", "joshua"),
                uri("SERVER/{{AMPS_USER_NAME}}?a={{USER_NAME}}&b=1")
                        .before(knows("J\u00fcr gen&?#/x"))
                        .logon("J\u00fcr gen&?#/x", "joshua", "accepted as J\u00fcr gen&?#/x")
                        .sendsBoth(
                                "/J%C3%BCr%20gen%26%3F%23%2Fx?a=J%C3%BCr%20gen%26%3F%23%2Fx&b=1",
                                "J\u00fcr gen&?#/x", "joshua"),
                uri("SERVER/all").logon(IN).sendsBoth("/all", "falken", "joshua"),
                uri("SERVER/{{USER_NAME}}#part").logon(IN).sendsBoth("/falken", "falken", "joshua"),
                uri("SERVER/{{USER_NAME}}")
                        .logon("..", "joshua", "rejected MALFORMED_REQUEST: the user name would make a segment...")
                        .logon("x/../falken", "joshua", "rejected MALFORMED_REQUEST: the user name would leave...")
                        .logon("a\u0000b", "joshua", "rejected MALFORMED_REQUEST: the user name holds a control..."),
                uri("{{USER_NAME}}://127.0.0.1/x").refused(PLACE),
                uri("http://{{USER_NAME}}/x").refused(PLACE),
                uri("http://{{USER_NAME}}.example/x").refused(PLACE),
                uri("http://{{USER_NAME}}@127.0.0.1/x").refused(PLACE),
                uri("http://127.0.0.1:{{USER_NAME}}/x").refused(PLACE),
                uri("SERVER/x#{{USER_NAME}}").refused(PLACE),
                row("no ResourceURI").refused("'ResourceURI' is missing"));
    }

    private static Stream<ContractRow> store() {
        String falken = "SERVER/{{USER_NAME}}";
        return Stream.of(
                row("CredentialStore: the text of ResourceURI")
                        .with("ResourceURI", falken)
                        .withInEntitlement("CredentialStore", falken)
                        .logon(IN)
                        .read("a", "granted")
                        .sendsBoth("/falken", "falken", "joshua"),
                option("CredentialStore", "front")
                        .withInEntitlement("CredentialStore", "front")
                        .logon(IN)
                        .read("a", "granted")
                        .sendsBoth("/falken", "falken", "joshua"),
                row("CredentialStore = front, and back in the Entitlement block")
                        .with("ResourceURI", falken)
                        .with("CredentialStore", "front")
                        .withInEntitlement("CredentialStore", "back")
                        .logon(IN)
                        .read("a", "denied")
                        .sendsBoth("/falken", "falken", "joshua"),
                option("CredentialStore", "one for two ways of TLS")
                        .step(run -> run.fixture()
                                .authentication(
                                        "ResourceURI", "https://127.0.0.1/",
                                        "AllowUnverifiedPeer", "true",
                                        "CredentialStore", "one for two ways of TLS"))
                        .refused("is used by another block with other options of TLS"),
                option("CredentialStore", "one for two kinds of use")
                        .step(run -> run.fixture()
                                .entitlement(
                                        "ResourceURI", "http://127.0.0.1/",
                                        "EntitlementOnly", "true",
                                        "CredentialStore", "one for two kinds of use"))
                        .refused("is used by another block with other options of 'EntitlementOnly'"));
    }

    private static Stream<ContractRow> limits() {
        return Stream.of(
                row("ConnectionTimeout = 300")
                        .with("ResourceURI", "http://192.0.2.1/{{USER_NAME}}")
                        .with("ConnectionTimeout", "300")
                        .logon("unavailable: no document from http://192.0.2.1:80: it can't be connected to..."),
                option("ConnectionTimeout", "0").refused("'ConnectionTimeout' must be from 1ms to 1h"),
                option("RequestTimeout", "300")
                        .step(run ->
                                run.server().handler(request -> run.server().silence()))
                        .logon("unavailable: no document from SERVER: it gave no whole answer within 300 ms")
                        .sends("/falken"),
                option("RequestTimeout", "1d").refused("'RequestTimeout' must be from 1ms to 1h"),
                row("RetryCount: 0")
                        .with("ResourceURI", "SERVER/{{USER_NAME}}")
                        .before(failing(1, 503, new PasswordService()))
                        .logon("unavailable: no document from SERVER: it answered 503")
                        .sends("/falken"),
                option("RetryCount", "2")
                        .before(failing(2, 503, new PasswordService()))
                        .logon(IN)
                        .sends("/falken")
                        .sends("/falken")
                        .sendsBoth("/falken", "falken", "joshua"),
                option("RetryCount", "101").refused("'RetryCount' must be a whole number from 0 to 100"),
                option("RetryCount", "1")
                        .before(request -> Reply.hangUp())
                        .logon("unavailable: no document from SERVER: it broke the connection off")
                        .sends("/falken")
                        .sends("/falken"),
                option("RetryCount", "3")
                        .before(request -> Reply.status(404))
                        .logon("rejected BAD_CREDENTIALS: the service answered 404")
                        .sends("/falken"));
    }

    private static Stream<ContractRow> headers() {
        return Stream.of(
                option("HTTPHeader", "X-Site: Cheyenne, \u00fcber {all}")
                        .with("HTTPHeader", "x-site: again")
                        .logon(IN)
                        .sends("/falken", "X-Site: Cheyenne, \u00fcber {all}", "x-site: again")
                        .sends("/falken", "X-Site: Cheyenne, \u00fcber {all}", "x-site: again", BASIC),
                option("HTTPHeader", "Authorization: Bearer {{AMPS_PASSWORD}}")
                        .before(request -> Reply.json(WebServiceFixture.ANYTHING))
                        .logon(IN)
                        .sends("/falken", "Authorization: Bearer joshua"),
                option("HTTPHeader", "Authorization: Bearer of-the-broker").refused("'Authorization' without"),
                option("HTTPHeader", "Host: elsewhere").refused("'Host' is set by the module itself"),
                option("HTTPHeader", "nothing").refused("it has no ':'"),
                option("HTTPHeader", "X: {{AMPS_PASWORD}}").refused("did you mean 'AMPS_PASSWORD'?"));
    }

    private static ContractRow token(String token, String text) throws UnknownHostException {
        ConnectionInfo connection = ConnectionInfo.builder("c", "mqtt")
                .clientName("terminal 7")
                .connectionName("AMPS-mqtt-17")
                .messageType("json")
                .remoteAddress(new InetSocketAddress(InetAddress.getByName("192.0.2.7"), 50000))
                .build();
        return option("HTTPHeader", "X: <{{" + token + "}}>")
                .before(request -> request.header("Authorization").isPresent()
                        ? Reply.json(WebServiceFixture.ANYTHING)
                        : Reply.basicChallenge())
                .logon(
                        connection,
                        LogonRequest.explicit("falken", Secret.of("joshua")).withCorrelationId("id-1"),
                        IN)
                .sends("/falken", "X: <" + text + ">")
                .sends("/falken", "X: <" + text + ">", BASIC);
    }

    private static ContractRow unsendable(String token, ConnectionInfo.Builder connection, String id) {
        return option("HTTPHeader", "X: {{" + token + "}}")
                .logon(
                        connection.build(),
                        LogonRequest.explicit("falken", Secret.of("joshua")).withCorrelationId(id),
                        "rejected MALFORMED_REQUEST: ...");
    }

    private static Stream<ContractRow> tokens() {
        ConnectionInfo.Builder plain = ConnectionInfo.builder("c", "mqtt");
        try {
            return Stream.of(
                    token("AMPS_CLIENT_NAME", "terminal 7"),
                    token("AMPS_CONNECTION_NAME", "AMPS-mqtt-17"),
                    token("AMPS_CORRELATION_ID", "id-1"),
                    token("CORRELATION_ID", "id-1"),
                    token("AMPS_MESSAGE_TYPE", "json"),
                    token("AMPS_PASSWORD", "joshua"),
                    token("AMPS_REMOTE_ADDRESS", "192.0.2.7:50000"),
                    token("AMPS_USER_NAME", "falken"),
                    token("USER_NAME", "falken"),
                    unsendable("AMPS_CLIENT_NAME", plain.clientName("a\r\nX: y"), ""),
                    unsendable("AMPS_CONNECTION_NAME", plain.connectionName("a\nb"), ""),
                    unsendable("AMPS_MESSAGE_TYPE", plain.messageType("a\rb"), ""),
                    unsendable("CORRELATION_ID", ConnectionInfo.builder("c", "mqtt"), "a\u0000b"));
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Stream<ContractRow> kept() {
        PasswordService changing = new PasswordService();
        PasswordService nameless = new PasswordService();
        nameless.passwords.put("", "");
        nameless.documents.put("", "{\"user_name\": \"guest\", \"logon\": true}");
        String emptyUser = "Authorization: " + PasswordService.basic("", "");
        return Stream.of(
                option("EntitlementTimeout", "1m")
                        .before(changing)
                        .logon(IN)
                        .step(run -> changing.anyDocument = "{}")
                        .logon(IN)
                        .read("a", "granted")
                        .after(Duration.ofMinutes(1))
                        .logon(IN)
                        .read("a", "denied")
                        .step(run ->
                                ContractRow.same(run.fixture().context.resets.toString(), "[falken but c]", "resets"))
                        .sendsBoth("/falken", "falken", "joshua")
                        .sends("/falken", BASIC)
                        .sends("/falken", BASIC),
                row("ReuseConnections: true")
                        .with("ResourceURI", "SERVER/{{USER_NAME}}")
                        .logon(IN)
                        .step(run -> ContractRow.same("" + run.server().connections(), "1", "connections"))
                        .sendsBoth("/falken", "falken", "joshua"),
                row("ReuseConnections = disabled, in the Module")
                        .with("ResourceURI", "SERVER/{{USER_NAME}}")
                        .withInModule("ReuseConnections", "disabled")
                        .closingConnections()
                        .logon(IN)
                        .step(run -> ContractRow.same("" + run.server().connections(), "2", "connections"))
                        .sendsBoth("/falken", "falken", "joshua"),
                option("ReuseConnections", "disabled")
                        .step(run -> ContractRow.same(
                                WebServiceOptions.SCHEMA
                                        .readBlock(
                                                Place.AUTHENTICATION,
                                                java.util.List.of(),
                                                WebServiceFixture.raw("ReuseConnections", "disabled"))
                                        .warnings()
                                        .toString(),
                                "[test.xml:1: 'ReuseConnections' has no effect here and is ignored]",
                                "warnings"))
                        .logon(IN)
                        .step(run -> ContractRow.same("" + run.server().connections(), "1", "connections"))
                        .sendsBoth("/falken", "falken", "joshua"),
                row("ServerAcceptsEmptyAuthId: false")
                        .with("ResourceURI", "SERVER/{{USER_NAME}}")
                        .logon("", "joshua", "rejected USER_NAME_REQUIRED: a user name is required")
                        .logon(
                                ConnectionInfo.builder("c", "mqtt").build(),
                                LogonRequest.implicit(),
                                "rejected LOGON_REQUIRED: a logon is required"),
                option("ServerAcceptsEmptyAuthId", "true")
                        .before(nameless)
                        .logon("", "", "accepted as guest")
                        .step(run -> nameless.documents.put("", "{\"logon\": true}"))
                        .logon("", "", "unavailable: the document has no 'user_name'...")
                        .sends("/")
                        .sends("/", emptyUser)
                        .sends("/", emptyUser));
    }

    private static ContractRow onDemand(String title, Handler handler) {
        return row(title)
                .entitlementOnly()
                .before(handler)
                .withInEntitlement("ResourceURI", "SERVER/{{USER_NAME}}")
                .withInEntitlement("EntitlementOnly", "");
    }

    private static Stream<ContractRow> entitlementOnly() {
        Handler open = request ->
                Reply.json("{\"user_name\": \"x\", \"logon\": true, \"topic\": [{\"topic\": \"a\", \"read\": true}]}");
        return Stream.of(
                row("EntitlementOnly in the Module, and Authentication")
                        .withInModule("EntitlementOnly", "true")
                        .withInModule("ResourceURI", "SERVER/{{USER_NAME}}")
                        .refused("module 'web' can't be used for authentication with 'EntitlementOnly'"),
                row("EntitlementOnly without ResourceURI")
                        .entitlementOnly()
                        .withInEntitlement("EntitlementOnly", "true")
                        .withInEntitlement("CredentialStore", "front")
                        .refused("'ResourceURI' is missing"),
                onDemand("EntitlementOnly", open)
                        .read("a", "granted")
                        .write("a", "denied")
                        .check("falken", Permission.LOGON, Resource.logon(), "granted")
                        .then(request -> Reply.json("{}"))
                        .after(Duration.ofDays(30))
                        .read("a", "granted")
                        .step(ContractRow.Run::reset)
                        .read("a", "denied")
                        .sends("/falken")
                        .sends("/falken"),
                onDemand("EntitlementOnly before a service that wants credentials", new PasswordService())
                        .read("a", "unavailable: the service asks for credentials...")
                        .read("a", "unavailable: the service asks for credentials...")
                        .sends("/falken"),
                onDemand("EntitlementOnly: a failure counts for five seconds", request -> Reply.status(503))
                        .read("a", "unavailable: no document from SERVER: it answered 503")
                        .then(open)
                        .after(Duration.ofSeconds(4))
                        .read("a", "unavailable: no document from SERVER: it answered 503")
                        .after(Duration.ofSeconds(1))
                        .read("a", "granted")
                        .sends("/falken")
                        .sends("/falken"),
                onDemand("EntitlementOnly: MaxUsers = 1", open)
                        .withInEntitlement("MaxUsers", "1")
                        .check("falken", Permission.READ, Resource.topic("a"), "granted")
                        .check("lightman", Permission.READ, Resource.topic("a"), "granted")
                        .check("falken", Permission.READ, Resource.topic("a"), "granted")
                        .sends("/falken")
                        .sends("/lightman")
                        .sends("/falken"));
    }

    private static ContractRow tls(String title, String server) {
        return row(title).with("ResourceURI", "SERVER/{{USER_NAME}}").beforeTls(() -> TlsServers.listener(server));
    }

    private static Stream<ContractRow> tls() {
        String noTls = "unavailable: no document from SERVER: there is no secure connection to it: ...";
        String authority = TlsServers.file("authority");
        String selfSigned = TlsServers.file("selfsigned");
        return Stream.of(
                tls("https without CAKey", "server").refused("https needs 'CAKey'"),
                tls("CAKey", "server").with("CAKey", authority).logon(IN).sendsBoth("/falken", "falken", "joshua"),
                tls("CAKey of a bundle", "server")
                        .with("CAKey", TlsServers.file("bundle"))
                        .logon(IN)
                        .sendsBoth("/falken", "falken", "joshua"),
                tls("CAKey of a stranger", "server")
                        .with("CAKey", TlsServers.file("stranger"))
                        .logon(noTls),
                tls("CAKey, and a server by another name", "elsewhere")
                        .with("CAKey", authority)
                        .logon(noTls),
                tls("CAKey, and a server that is out of date", "expired")
                        .with("CAKey", authority)
                        .logon(noTls),
                tls("CAKey that isn't there", "server")
                        .with("CAKey", "/nowhere/authority.pem")
                        .refused("there is no such file"),
                tls("AllowUnverifiedPeer = true", "elsewhere")
                        .with("AllowUnverifiedPeer", "true")
                        .logon(IN)
                        .sendsBoth("/falken", "falken", "joshua"),
                tls("AllowSelfSigned: false", "selfsigned")
                        .with("CAKey", selfSigned)
                        .logon(noTls),
                tls("AllowSelfSigned = true", "selfsigned")
                        .with("CAKey", selfSigned)
                        .with("AllowSelfSigned", "true")
                        .logon(IN)
                        .sendsBoth("/falken", "falken", "joshua"),
                tls("AllowSelfSigned = true, and another one in CAKey", "selfsigned")
                        .with("CAKey", authority)
                        .with("AllowSelfSigned", "true")
                        .logon(noTls),
                tls("AllowSelfSigned without CAKey", "selfsigned")
                        .with("AllowSelfSigned", "true")
                        .refused("'AllowSelfSigned' needs the certificate in 'CAKey'"),
                row("Certificate and Key")
                        .with("ResourceURI", "SERVER/{{USER_NAME}}")
                        .beforeTls(() -> TlsServers.listener("server", true, "TLSv1.3"))
                        .with("CAKey", authority)
                        .with("Certificate", TlsServers.file("rsa"))
                        .with("Key", TlsServers.file("rsa-pkcs8"))
                        .logon(IN)
                        .sendsBoth("/falken", "falken", "joshua"),
                row("no Certificate, and a server that asks for one")
                        .with("ResourceURI", "SERVER/{{USER_NAME}}")
                        .beforeTls(() -> TlsServers.listener("server", true, "TLSv1.2"))
                        .with("CAKey", authority)
                        .logon("unavailable: no document from SERVER: ..."),
                option("Certificate", TlsServers.file("rsa")).refused("'Certificate' needs 'Key' beside it"),
                option("Key", TlsServers.file("rsa-pkcs8")).refused("'Key' needs 'Certificate' beside it"));
    }
}
