package dev.keyhole.it;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keyhole.artemis.EmbeddedBroker;
import dev.keyhole.host.Host;
import dev.keyhole.host.config.Configuration;
import dev.keyhole.service.PermissionsService;
import dev.keyhole.service.token.KeyKind;
import dev.keyhole.service.token.NewKey;
import dev.keyhole.service.token.TokenService;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.eclipse.paho.mqttv5.client.IMqttToken;
import org.eclipse.paho.mqttv5.client.MqttAsyncClient;
import org.eclipse.paho.mqttv5.client.MqttCallback;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.eclipse.paho.mqttv5.client.MqttDisconnectResponse;
import org.eclipse.paho.mqttv5.client.persist.MemoryPersistence;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tokens from the service to the broker, by real clients; and the module as it is packed. */
class TokenIT {

    private static final int SUCCESS = 0;
    private static final int NO_MATCHING_SUBSCRIBERS = 16;
    private static final int BAD_USER_NAME_OR_PASSWORD = 134;
    private static final int NOT_AUTHORIZED = 135;
    private static final String DOCUMENT =
            "{\"logon\":true,\"topic\":[{\"topic\":\"^games/\",\"read\":true,\"write\":true}]}";
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    /** How long a token lasts: long enough to log on with it on a busy machine. */
    private static final Duration LIFETIME = Duration.ofSeconds(12);

    @TempDir
    private Path folder;

    private PermissionsService service() throws IOException {
        Path keys = folder.resolve("keys.jwk");
        Files.writeString(keys, NewKey.jwk(KeyKind.ED25519, new SecureRandom()).reveal());
        Path documents = Files.createDirectories(folder.resolve("documents"));
        Files.writeString(documents.resolve("falken.json"), DOCUMENT);
        Path passwords = folder.resolve("passwords");
        Files.writeString(passwords, "falken:$2y$04$apLsPpDvFUohjEutdSGjy.98ud8pMbbMufwRj7x0LjwSHwLZEFxdC\n");
        TokenService tokens = TokenService.builder()
                .keys(keys)
                .issuer("keyhole")
                .audience("broker")
                .permissionsClaim("permissions")
                .lifetime(LIFETIME)
                .leeway(Duration.ofMinutes(5))
                .build();
        return PermissionsService.builder()
                .port(0)
                .documents(documents)
                .passwords(passwords)
                .routes(tokens)
                .bearerTokens(tokens)
                .start();
    }

    private Host host(URI service) throws IOException {
        Path file = folder.resolve("keyhole.xml");
        Files.writeString(file, """
                <AMPSConfig>
                  <Modules>
                    <Module>
                      <Name>token</Name>
                      <Library>keyhole-token</Library>
                      <Options>
                        <KeySetURI>%s/.well-known/jwks.json</KeySetURI>
                        <Issuer>keyhole</Issuer>
                        <Audience>broker</Audience>
                        <Leeway>0</Leeway>
                        <PermissionsClaim>permissions</PermissionsClaim>
                      </Options>
                    </Module>
                  </Modules>
                  <Authentication><Module>token</Module></Authentication>
                  <Entitlement><Module>token</Module></Entitlement>
                  <Transports>
                    <Transport><Name>web</Name><InetAddr>127.0.0.1:0</InetAddr><Protocol>mqtt</Protocol></Transport>
                  </Transports>
                </AMPSConfig>
                """.formatted(service));
        return Host.builder().configuration(Configuration.read(file, Map.of())).start();
    }

    private static String post(URI uri, String path, String type, String body, String authorization) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri.resolve(path))
                .header("Content-Type", type)
                .timeout(Duration.ofMinutes(1))
                .POST(BodyPublishers.ofString(body));
        if (!authorization.isEmpty()) {
            request.header("Authorization", authorization);
        }
        HttpResponse<String> answer = HTTP.send(request.build(), BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return answer.body();
    }

    private static String field(String json, String name) {
        Matcher matcher = Pattern.compile("\"" + name + "\":\"?([^\",}]*)").matcher(json);
        assertThat(matcher.find()).isTrue();
        return matcher.group(1);
    }

    @Test
    void aTokenIsThePasswordOverWebsocketsUntilItEndsAndARenewedOneAfterIt() throws Exception {
        try (PermissionsService service = service();
                Host host = host(service.uri());
                EmbeddedBroker broker = EmbeddedBroker.start(host)) {
            String login = post(
                    service.uri(),
                    "/api/security/login",
                    "application/json",
                    "{\"login\":\"falken\",\"password\":\"joshua\"}",
                    "");
            String token = field(login, "token");
            Instant end = Instant.ofEpochSecond(Long.parseLong(field(login, "expires")));

            try (WebClient client = new WebClient(broker.port("web"), "one")) {
                assertThat(client.connect("falken", token)).isEqualTo(SUCCESS);
                assertThat(client.publish("games/chess")).isIn(SUCCESS, NO_MATCHING_SUBSCRIBERS);
                assertThat(client.publish("norad/defcon")).isEqualTo(NOT_AUTHORIZED);

                client.lost.get(2, TimeUnit.MINUTES);
                assertThat(Instant.now()).isAfterOrEqualTo(end);
            }
            try (WebClient client = new WebClient(broker.port("web"), "two")) {
                assertThat(client.connect("falken", token)).isEqualTo(BAD_USER_NAME_OR_PASSWORD);
            }

            String renewed = post(service.uri(), "/api/security/renew", "application/json", "", "Bearer " + token);
            try (WebClient client = new WebClient(broker.port("web"), "three")) {
                assertThat(client.connect("falken", field(renewed, "token"))).isEqualTo(SUCCESS);
                assertThat(client.publish("games/chess")).isIn(SUCCESS, NO_MATCHING_SUBSCRIBERS);
            }
            try (WebClient client = new WebClient(broker.port("web"), "four")) {
                assertThat(client.connect("lightman", field(renewed, "token"))).isEqualTo(BAD_USER_NAME_OR_PASSWORD);
            }
        }
    }

    @Test
    void thePackedModuleTakesAKeyOfThePackedCommand() throws Exception {
        KeyholeProcess made = KeyholeProcess.run(Map.of(), "gen-key");
        assertThat(made.exitStatus()).isZero();
        Path example = KeyholeProcess.distribution().resolve("examples/token/keyhole.xml");
        Path configuration = folder.resolve("keyhole.xml");
        Files.copy(example, configuration);
        Files.writeString(folder.resolve("token.jwk"), made.out());
        String token = signed(
                field(made.out(), "k"),
                "{\"login\":\"falken\",\"aud\":\"broker\",\"exp\":"
                        + Instant.now().plusSeconds(600).getEpochSecond() + ",\"permissions\":" + DOCUMENT + "}");

        assertThat(check(configuration, token, "falken", "--write", "games/chess"))
                .isZero();
        assertThat(check(configuration, token, "falken", "--write", "norad/defcon"))
                .isEqualTo(1);
        assertThat(check(configuration, token, "lightman", "--logon")).isEqualTo(1);
        assertThat(KeyholeProcess.run(Map.of(), "lint", configuration.toString())
                        .exitStatus())
                .isZero();
    }

    private static int check(Path configuration, String token, String user, String... question) throws Exception {
        String[] arguments = new String[question.length + 7];
        System.arraycopy(
                new String[] {"check", "--config", configuration.toString(), "--transport", "web", "--user", user},
                0,
                arguments,
                0,
                7);
        System.arraycopy(question, 0, arguments, 7, question.length);
        KeyholeProcess check = KeyholeProcess.run(Map.of("KEYHOLE_PASSWORD", token), arguments);
        assertThat(check.toString()).doesNotContain(token);
        return check.exitStatus();
    }

    private static String signed(String secret, String claims) throws Exception {
        Base64.Encoder base64 = Base64.getUrlEncoder().withoutPadding();
        String signed = base64.encodeToString("{\"alg\":\"HS256\",\"typ\":\"JWT\"}".getBytes(UTF_8)) + "."
                + base64.encodeToString(claims.getBytes(UTF_8));
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(Base64.getUrlDecoder().decode(secret), "HmacSHA256"));
        return signed + "." + base64.encodeToString(mac.doFinal(signed.getBytes(US_ASCII)));
    }

    /** MQTT 5 over a websocket, as in a browser. */
    private static final class WebClient implements AutoCloseable, MqttCallback {

        final CompletableFuture<Boolean> lost = new CompletableFuture<>();
        private final MqttAsyncClient client;

        WebClient(int port, String id) throws MqttException {
            client = new MqttAsyncClient("ws://127.0.0.1:" + port, id, new MemoryPersistence());
            client.setCallback(this);
        }

        /** Answers with a reason code, as the next one does. */
        int connect(String user, String password) {
            MqttConnectionOptions options = new MqttConnectionOptions();
            options.setUserName(user);
            options.setPassword(password.getBytes(UTF_8));
            options.setConnectionTimeout(60);
            return reason(() -> client.connect(options));
        }

        int publish(String topic) {
            return reason(() -> client.publish(topic, "e4".getBytes(UTF_8), 1, false));
        }

        private interface Call {
            IMqttToken start() throws MqttException;
        }

        private static int reason(Call call) {
            try {
                IMqttToken token = call.start();
                token.waitForCompletion(60_000);
                int[] reasons = token.getReasonCodes();
                return reasons == null || reasons.length == 0 ? SUCCESS : reasons[0];
            } catch (MqttException e) {
                return e.getReasonCode();
            }
        }

        @Override
        public void disconnected(MqttDisconnectResponse response) {
            lost.complete(true);
        }

        @Override
        public void mqttErrorOccurred(MqttException exception) {}

        @Override
        public void messageArrived(String topic, MqttMessage message) {}

        @Override
        public void deliveryComplete(IMqttToken token) {}

        @Override
        public void connectComplete(boolean reconnect, String server) {}

        @Override
        public void authPacketArrived(int reason, MqttProperties properties) {}

        @Override
        public void close() throws MqttException {
            if (client.isConnected()) {
                client.disconnectForcibly(0, 1_000, false);
            }
            client.close(true);
        }
    }
}
