package dev.keyhole.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.keyhole.http.RecordingServer.Reply;
import dev.keyhole.http.client.ProxyAddress;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WebServiceProxyTest {

    private final PasswordService service = new PasswordService();

    @Test
    void requestsGoToTheProxyAndNameTheService() throws IOException {
        try (RecordingServer proxy = new RecordingServer(service);
                WebServiceFixture fixture = new WebServiceFixture(
                        "ResourceURI",
                        "http://service.example/p/{{USER_NAME}}",
                        "Proxy",
                        "127.0.0.1:" + proxy.port())) {
            fixture.accepted(fixture.authentication(), "falken", "joshua");

            assertThat(proxy.requests().get(1).line()).isEqualTo("GET http://service.example/p/falken HTTP/1.1");
            assertThat(proxy.requests().get(1).header("Host")).contains("service.example");
        }
    }

    @Test
    void aProxyThatWantsAPasswordIsUnavailable() throws IOException {
        try (RecordingServer proxy =
                        new RecordingServer(request -> Reply.status(407, "Proxy-Authenticate: Basic realm=\"p\""));
                WebServiceFixture fixture = new WebServiceFixture(
                        "ResourceURI",
                        "http://service.example/p/{{USER_NAME}}",
                        "Proxy",
                        "http://127.0.0.1:" + proxy.port())) {
            assertThat(fixture.unavailable(fixture.authentication(), "falken", "joshua"))
                    .isEqualTo("the service answered 407");
            assertThat(proxy.requests()).hasSize(1);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 401, 403, 404, 407, 502})
    void whatAProxyAnswersInTheServicesPlaceCountsForNothing(int status) throws IOException {
        try (RecordingServer proxy = new RecordingServer(request -> out -> {
                    out.write(("HTTP/1.1 " + status + " x\r\nWWW-Authenticate: Basic realm=\"r\"\r\n"
                                    + (status == 200 ? "" : "Content-Length: 2\r\n") + "\r\n{}")
                            .getBytes(UTF_8));
                    out.flush();
                    return false;
                });
                WebServiceFixture fixture = new WebServiceFixture(
                        "ResourceURI", "https://service.example/p/{{USER_NAME}}",
                        "AllowUnverifiedPeer", "true",
                        "Proxy", "http://127.0.0.1:" + proxy.port())) {
            String message = fixture.unavailable(fixture.authentication(), "falken", "joshua");

            if (status != 200) {
                assertThat(message)
                        .isEqualTo("no document from https://service.example:443: the proxy answered " + status
                                + " and connects us to nothing");
            }
            assertThat(proxy.requests().get(0).line()).isEqualTo("CONNECT service.example:443 HTTP/1.1");
            assertThat(proxy.requests()).allSatisfy(request -> assertThat(request.header("Authorization"))
                    .isEmpty());
        }
    }

    @Test
    void httpsGoesThroughAProxyWithoutItsSeeingAnything() throws Exception {
        try (RecordingServer server = new RecordingServer(service, TlsServers.listener("server"));
                TunnellingProxy proxy = new TunnellingProxy(server.port(), new byte[0]);
                WebServiceFixture fixture = through(proxy)) {
            fixture.accepted(fixture.authentication(), "falken", "joshua");

            assertThat(server.requests().get(1).line()).isEqualTo("GET /falken HTTP/1.1");
        }
    }

    /** It knows no key, so it can't speak in the tunnel; what it says just before must not count as said in there. */
    @Test
    void whatAProxySaysBeforeTheTunnelIsNotTakenForTheService() throws Exception {
        byte[] injected = ("HTTP/1.1 401 x\r\nWWW-Authenticate: Basic realm=\"r\"\r\nContent-Length: 0\r\n\r\n"
                        + "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}")
                .getBytes(UTF_8);
        try (RecordingServer server = new RecordingServer(service, TlsServers.listener("server"));
                TunnellingProxy proxy = new TunnellingProxy(server.port(), injected);
                WebServiceFixture fixture = through(proxy)) {
            assertThat(fixture.unavailable(fixture.authentication(), "falken", "wrong"))
                    .isEqualTo("no document from https://localhost:443: it broke the connection off");
            assertThat(server.requests()).isEmpty();
        }
    }

    private static WebServiceFixture through(TunnellingProxy proxy) {
        return new WebServiceFixture(
                "ResourceURI", "https://localhost/{{USER_NAME}}",
                "CAKey", TlsServers.file("authority"),
                "Proxy", proxy.address());
    }

    @ParameterizedTest
    @CsvSource({
        "proxy,http://proxy:3128",
        "proxy:8080,http://proxy:8080",
        "http://proxy:8080,http://proxy:8080",
        "HTTP://proxy:8080/,http://proxy:8080",
        "[::1]:8080,http://[::1]:8080",
    })
    void anAddressOfAProxy(String text, String proxy) {
        assertThat(ProxyAddress.parse(text)).hasToString(proxy);
    }

    @ParameterizedTest
    @CsvSource({
        "https://proxy:8080,its scheme has to be http",
        "socks://proxy:8080,its scheme has to be http",
        "http://me:secret@proxy:8080,a proxy that wants a password can't be used",
        "http://proxy:8080/path,'it has to be a host and a port, and nothing else'",
        "http://proxy:8080?query,'it has to be a host and a port, and nothing else'",
        "http://,Expected authority",
        "a b,Illegal character",
        "proxy/http://x,its scheme has to be http",
        "http:x://y,'it has to be a host and a port, and nothing else'",
        "http://:8080,'it has to be a host and a port, and nothing else'",
        "proxy:0,its port isn't valid",
        "proxy:65536,its port isn't valid",
    })
    void whatIsNoAddressOfAProxy(String text, String message) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ProxyAddress.parse(text))
                .withMessageContaining(message);
    }
}
