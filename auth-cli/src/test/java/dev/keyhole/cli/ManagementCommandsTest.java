package dev.keyhole.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The console answers here as that of a stock distribution of Artemis does. */
class ManagementCommandsTest {

    private static final Path TLS = Path.of("../auth-tls/src/test/resources/tls");
    private static final String CREDENTIALS =
            "Basic " + Base64.getEncoder().encodeToString("admin:jöshua".getBytes(UTF_8));

    @TempDir
    private Path folder;

    private final CommandRun command = new CommandRun().variable("KEYHOLE_PASSWORD", "jöshua");
    private final List<String> requests = new ArrayList<>();
    private HttpServer server;
    private String answer = "{\"status\":200,\"value\":\"done\"}";

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 10);
        serve(server);
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private void serve(HttpServer started) {
        started.createContext("/console/jolokia/", this::answer);
        started.start();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            if (!CREDENTIALS.equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
                exchange.sendResponseHeaders(403, -1);
                return;
            }
            assertThat(exchange.getRequestHeaders().getFirst("Content-Type")).isEqualTo("application/json");
            requests.add(exchange.getRequestHeaders().getFirst("Origin") + " "
                    + new String(exchange.getRequestBody().readAllBytes(), UTF_8));
            byte[] bytes = answer.getBytes(UTF_8);
            exchange.sendResponseHeaders(200, bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }

    private String place() {
        return "localhost:" + server.getAddress().getPort();
    }

    private int run(String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--server", "admin@" + place()));
        return command.run(all.toArray(String[]::new));
    }

    @Test
    void aReloadSaysWhatTheBrokerDid() {
        answer = """
                {"request":{"type":"exec","arguments":[{"status":500}]},"value":"reloaded, with transports [mqtt]","status":200}
                """;
        assertThat(run("reload")).isZero();
        assertThat(command.out()).isEqualToNormalizingNewlines("reloaded, with transports [mqtt]\n");
        assertThat(command.err()).isEmpty();
        assertThat(requests)
                .containsExactly("http://" + place()
                        + " {\"type\":\"exec\",\"mbean\":\"dev.keyhole:type=Keyhole\",\"operation\":\"reload\","
                        + "\"arguments\":[]}");
    }

    @Test
    void aReloadThatIsRefusedListsEverythingThatIsWrong() {
        answer = """
                {"error_type":"java.lang.IllegalArgumentException","status":400,
                 "error":"java.lang.IllegalArgumentException : keyhole.xml:8: no \\u001b[31mthis\\nkeyhole.xml:9: nor that"}
                """;
        assertThat(run("reload")).isEqualTo(1);
        assertThat(command.out()).isEmpty();
        assertThat(command.err()).isEqualToNormalizingNewlines("""
                keyhole.xml:8: no ?[31mthis
                keyhole.xml:9: nor that
                """);
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "-, -, '[\"\",\"\"]'",
                "mqtt, -, '[\"mqtt\",\"\"]'",
                "-, falken, '[\"\",\"falken\"]'",
                "mqtt, fal\"ken, '[\"mqtt\",\"fal\\\"ken\"]'"
            })
    void aResetConcernsTheTransportAndTheUserThatAreNamed(String transport, String user, String arguments) {
        List<String> line = new ArrayList<>(List.of("reset"));
        Optional.ofNullable(transport).ifPresent(name -> line.addAll(List.of("--transport", name)));
        Optional.ofNullable(user).ifPresent(name -> line.addAll(List.of("--user", name)));
        assertThat(run(line.toArray(String[]::new))).isZero();
        assertThat(requests)
                .singleElement()
                .asString()
                .contains("\"operation\":\"reset\"")
                .endsWith("\"arguments\":" + arguments + "}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"--user", "--transport"})
    void aResetOfAnEmptyNameIsWrongUsageAndNotAResetOfAll(String option) {
        assertThat(run("reset", option, "")).isEqualTo(3);
        assertThat(requests).isEmpty();
    }

    @Test
    void thePasswordComesFromAFileOrAPromptAndAWrongOneIsRefused() throws IOException {
        Path file = Files.writeString(folder.resolve("password"), "jöshua\n", UTF_8);
        assertThat(run("reload", "--password-file", file.toString())).isZero();
        CommandRun typed = new CommandRun().typing("jöshua");
        assertThat(typed.run("reload", "--server", "admin@" + place())).isZero();
        assertThat(typed.prompts()).containsExactly("Password of admin: ");
        CommandRun wrong = new CommandRun().variable("KEYHOLE_PASSWORD", "pencil");
        assertThat(wrong.run("reload", "--server", "admin@" + place())).isEqualTo(1);
        assertThat(wrong.err())
                .contains("doesn't let 'admin' in with this password")
                .doesNotContain("pencil");
    }

    @Test
    void aPasswordInTheAddressIsWrongUsageAndNotRepeated() {
        assertThat(command.run("reload", "--server", "admin:jöshua@" + place())).isEqualTo(3);
        assertThat(command.err()).contains("--password-file").doesNotContain("jöshua");
        assertThat(requests).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost", "ftp://admin@localhost", "admin@", "admin@local host", "admin@localhost/?x=y"})
    void anAddressThatCannotBeUsedIsWrongUsage(String address) {
        assertThat(command.run("reload", "--server", address)).isEqualTo(3);
        assertThat(command.err()).contains("the server's address");
    }

    @Test
    void anOriginThatTheBrokerDoesNotAllowIsExplained() {
        answer = """
                {"error_type":"java.lang.Exception","status":403,
                 "error":"java.lang.Exception : Origin http://127.0.0.1:8161 is not allowed to call this agent"}
                """;
        assertThat(run("reload", "--origin", "http://127.0.0.1:8161")).isEqualTo(1);
        assertThat(command.err()).contains("no requests from http://127.0.0.1:8161", "etc/jolokia-access.xml");
        assertThat(requests).singleElement().asString().startsWith("http://127.0.0.1:8161 ");
    }

    @Test
    void aUserWithoutTheRightIsToldWhereItIsGiven() {
        answer = "{\"error_type\":\"java.lang.SecurityException\",\"status\":403,\"error\":\"no\"}";
        assertThat(run("reload")).isEqualTo(1);
        assertThat(command.err()).contains("'admin' may not do that", "etc/management.xml");
    }

    @Test
    void aBrokerWithoutKeyholeIsToldFromOneThatRefuses() {
        answer = "{\"error_type\":\"javax.management.InstanceNotFoundException\",\"status\":404,\"error\":\"no\"}";
        assertThat(run("reload")).isEqualTo(2);
        assertThat(command.err()).contains("Keyhole doesn't run in this broker");
    }

    @ParameterizedTest
    @ValueSource(strings = {"<html></html>", "", "[]", "{}", "{\"status\":200,", "{\"status\":500,\"error\":\"x\"}"})
    void whatIsNoAnswerOfTheManagementIsNotTakenForOne(String other) {
        answer = other;
        assertThat(run("reload")).isEqualTo(2);
        assertThat(command.out()).isEmpty();
    }

    @Test
    void whereNothingListensNothingIsDone() {
        assertThat(command.run("reload", "--server", "admin@localhost:1")).isEqualTo(2);
        assertThat(command.err()).contains("http://localhost:1", "nothing listens there");
    }

    @Test
    void overHttpsTheServerMustBeWhoItSaysItIs() throws Exception {
        HttpsServer secure = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 10);
        secure.setHttpsConfigurator(new HttpsConfigurator(identity("server.p12")));
        serve(secure);
        String address = "https://admin@localhost:" + secure.getAddress().getPort();
        try {
            assertThat(command.run("reload", "--server", address)).isEqualTo(2);
            assertThat(command.run(
                            "reload",
                            "--server",
                            address,
                            "--ca-file",
                            TLS.resolve("stranger.pem").toString()))
                    .isEqualTo(2);
            assertThat(requests).isEmpty();
            assertThat(command.run(
                            "reload",
                            "--server",
                            address,
                            "--ca-file",
                            TLS.resolve("authority.pem").toString()))
                    .as(command::err)
                    .isZero();
        } finally {
            secure.stop(0);
        }
    }

    private static SSLContext identity(String file) throws Exception {
        char[] password = "changeit".toCharArray();
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(KeyStore.getInstance(TLS.resolve(file).toFile(), password), password);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), null, null);
        return context;
    }
}
