package dev.keyhole.http;

import static dev.keyhole.http.ContractRow.option;
import static dev.keyhole.http.ContractRow.service;

import dev.keyhole.http.RecordingServer.Handler;
import dev.keyhole.http.RecordingServer.Reply;
import dev.keyhole.spi.ConnectionInfo;
import dev.keyhole.spi.LogonRequest;
import dev.keyhole.spi.Permission;
import dev.keyhole.spi.Resource;
import dev.keyhole.spi.Secret;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Rows of the contract about the flow of a logon. */
final class FlowRows {

    private static final String IN = "accepted as falken";
    private static final String BASIC = "Authorization: " + PasswordService.basic("falken", "joshua");
    private static final String NOT_ASKING =
            "unavailable: the service does not ask for credentials: it gives SERVER away without any, so every"
                    + " password would be right";

    private FlowRows() {}

    static Stream<ContractRow> all() {
        return Stream.of(contact(), digest(), downgrades(), statuses(), wire(), documents())
                .flatMap(rows -> rows);
    }

    private static Stream<ContractRow> contact() {
        Handler open = request -> Reply.json(WebServiceFixture.ANYTHING);
        return Stream.of(
                service("first contact, then one request a logon", new PasswordService())
                        .logon(IN)
                        .logon("lightman", "pencil", "accepted as lightman")
                        .logon("falken", "wrong", "rejected BAD_CREDENTIALS: the service answered 401")
                        .sendsBoth("/falken", "falken", "joshua")
                        .sends("/lightman", "Authorization: " + PasswordService.basic("lightman", "pencil"))
                        .sends("/falken", "Authorization: " + PasswordService.basic("falken", "wrong")),
                service("an unauthenticated 200", open)
                        .logon(NOT_ASKING)
                        .logon(NOT_ASKING)
                        .sends("/falken")
                        .sends("/falken"),
                option("HTTPHeader", "X: {{AMPS_PASSWORD}} (an unauthenticated 200)")
                        .before(open)
                        .logon(IN)
                        .sends("/falken", "X: joshua (an unauthenticated 200)"),
                service("a service that stops asking", new PasswordService())
                        .logon(IN)
                        .then(open)
                        .logon(IN)
                        .after(Service.PROBE_INTERVAL)
                        .logon(NOT_ASKING)
                        .logon(NOT_ASKING)
                        .sendsBoth("/falken", "falken", "joshua")
                        .sends("/falken", BASIC)
                        .sends("/falken")
                        .sends("/falken"));
    }

    private static Stream<ContractRow> digest() {
        return Stream.of("MD5", "MD5-sess", "SHA-256", "SHA-256-sess", "SHA-512-256", "SHA-512-256-sess")
                .flatMap(algorithm -> Stream.of(
                        service(
                                        "Digest " + algorithm,
                                        new DigestService(", qop=\"auth\", algorithm=" + algorithm + ", opaque=\"o\""))
                                .logon(IN)
                                .logon("lightman", "pencil", "accepted as lightman")
                                .logon("falken", "wrong", "rejected BAD_CREDENTIALS: the service answered 401")
                                .sends("/falken")
                                .sends("/falken", authorization("falken", algorithm, "00000001"))
                                .sends("/lightman", authorization("lightman", algorithm, "00000002"))
                                .sends("/falken", authorization("falken", algorithm, "00000003")),
                        stale(algorithm)));
    }

    private static ContractRow stale(String algorithm) {
        DigestService service = new DigestService(", qop=\"auth\", algorithm=" + algorithm + ", opaque=\"o\"");
        return service("Digest " + algorithm + ", stale", service)
                .logon(IN)
                .step(run -> service.expire())
                .logon(IN)
                .sends("/falken")
                .sends("/falken", authorization("falken", algorithm, "00000001"))
                .sends("/falken", authorization("falken", algorithm, "00000002"))
                .sends("/falken", authorization("falken", algorithm, "00000001").replace("nonce-1", "nonce-2"));
    }

    /** The service has worked out itself whether the response is right. */
    private static String authorization(String user, String algorithm, String count) {
        return "Authorization: Digest username=\"" + user + "\", realm=\"keyhole\", nonce=\"nonce-1\", uri=\"/" + user
                + "\", response=\"RIGHT\", algorithm=" + algorithm + ", qop=auth, nc=" + count
                + ", cnonce=\"RANDOM\", opaque=\"o\"";
    }

    private static Stream<ContractRow> downgrades() {
        String md5 = "WWW-Authenticate: Digest realm=\"keyhole\", nonce=\"nonce-1\", qop=auth, opaque=\"o\"";
        String basic = "WWW-Authenticate: Basic realm=\"keyhole\"";
        DigestService digest = new DigestService(", qop=\"auth\", algorithm=SHA-256, opaque=\"o\"");
        digest.nonces.add("nonce-1");
        String no = "unavailable: the service asked for Digest authentication before and now asks for Basic;...";
        return Stream.of(
                service(
                                "Basic beside Digest",
                                request -> request.header("Authorization").isPresent()
                                        ? digest.handle(request)
                                        : Reply.status(401, basic, md5, md5 + ", algorithm=SHA-256"))
                        .logon(IN)
                        .sends("/falken")
                        .sends("/falken", authorization("falken", "SHA-256", "00000001")),
                service("a downgrade from Digest to Basic", new DigestService(", qop=\"auth\", opaque=\"o\""))
                        .logon(IN)
                        .then(new PasswordService())
                        .logon(no)
                        .after(Service.PROBE_INTERVAL)
                        .logon(no)
                        .sends("/falken")
                        .sends("/falken", authorization("falken", "MD5", "00000001"))
                        .sends("/falken", authorization("falken", "MD5", "00000002"))
                        .sends("/falken"));
    }

    private static Stream<ContractRow> statuses() {
        return Stream.of(
                        status(401, "rejected BAD_CREDENTIALS: the service answered 401"),
                        status(403, "rejected NOT_PERMITTED: the service answered 403"),
                        status(404, "rejected BAD_CREDENTIALS: the service answered 404"),
                        status(410, "rejected BAD_CREDENTIALS: the service answered 410"),
                        IntStream.of(500, 502, 503, 504)
                                .mapToObj(status ->
                                        status(status, "unavailable: no document from SERVER: it answered " + status))
                                .flatMap(rows -> rows),
                        IntStream.of(301, 302, 303, 307, 308)
                                .mapToObj(status -> status(
                                        status,
                                        "unavailable: the service answered " + status
                                                + ", a redirect; redirects are not followed"))
                                .flatMap(rows -> rows),
                        IntStream.of(201, 204, 206, 400, 407, 429)
                                .mapToObj(status -> status(status, "unavailable: the service answered " + status))
                                .flatMap(rows -> rows))
                .flatMap(rows -> rows);
    }

    private static Stream<ContractRow> status(int status, String outcome) {
        return Stream.of(service(status + " to credentials", new PasswordService())
                .logon("lightman", "pencil", "accepted as lightman")
                .step(run -> run.server()
                        .handler(request ->
                                Reply.status(status, "Location: " + run.server().uri("/elsewhere"))))
                .logon(outcome)
                .read("a", "denied")
                .sendsBoth("/lightman", "lightman", "pencil")
                .sends("/falken", BASIC));
    }

    private static Stream<ContractRow> wire() {
        return Stream.of(
                service("a user name with a colon, with Basic", new PasswordService())
                        .logon("a:b", "c", "rejected MALFORMED_REQUEST: a user name with ':'...")
                        .sends("/a%3Ab"),
                service("a password with a line break", new PasswordService())
                        .logon("falken", "a\r\nX: y", "rejected MALFORMED_REQUEST: the password holds a control..."),
                service("a password that isn't UTF-8", new PasswordService())
                        .logon(
                                ConnectionInfo.builder("c", "mqtt").build(),
                                LogonRequest.explicit("falken", Secret.of(new byte[] {(byte) 0xff})),
                                "rejected MALFORMED_REQUEST: the password holds a control..."),
                service(
                                "cookies",
                                request -> request.header("Authorization").isPresent()
                                        ? Reply.answer(200, "{}", "Set-Cookie: session=falken; Path=/")
                                        : Reply.status(401, "WWW-Authenticate: Basic realm=\"r\"", "Set-Cookie: s=1"))
                        .logon(IN)
                        .logon(IN)
                        .sendsBoth("/falken", "falken", "joshua")
                        .sends("/falken", BASIC));
    }

    private static Stream<ContractRow> documents() {
        PasswordService changing = new PasswordService();
        return Stream.of(
                service("a document stays until the user's last connection closes", changing)
                        .check("nobody", Permission.READ, Resource.topic("a"), "denied")
                        .logon(IN)
                        .step(run -> changing.anyDocument = "{}")
                        .logon(IN)
                        .leaves()
                        .read("a", "granted")
                        .leaves()
                        .read("a", "denied")
                        .logon(IN)
                        .read("a", "denied")
                        .sendsBoth("/falken", "falken", "joshua")
                        .sends("/falken", BASIC)
                        .sends("/falken", BASIC),
                service("a reset takes the document", new PasswordService())
                        .logon(IN)
                        .read("a", "granted")
                        .step(ContractRow.Run::reset)
                        .read("a", "denied")
                        .sendsBoth("/falken", "falken", "joshua"));
    }
}
