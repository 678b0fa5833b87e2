package dev.keyhole.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.keyhole.spi.ConfigurationException;
import dev.keyhole.spi.Problem;
import dev.keyhole.spi.Secret;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Digest authentication with a service over files. */
class DigestTest {

    private static final String REALM = "Keyhole";
    private static final String PATH = "/permissions/falken";

    @TempDir
    Path folder;

    private final AtomicLong nanos = new AtomicLong();
    private Running service;

    @AfterEach
    void close() {
        if (service != null) {
            service.close();
        }
    }

    private Path digests() {
        return folder.resolve("digests");
    }

    private static String line(DigestAlgorithm algorithm, String user, String password) {
        return user + ":" + REALM + ":" + algorithm.digestHash(user, REALM, Secret.of(password)) + "\n";
    }

    private void start(UnaryOperator<PermissionsServiceBuilder> settings) throws IOException {
        Running.write(
                digests(),
                line(DigestAlgorithm.SHA_256, "falken", "joshua")
                        + line(DigestAlgorithm.MD5, "falken", "joshua")
                        + line(DigestAlgorithm.SHA_256, "removed", "joshua"));
        service = new Running(
                        folder,
                        builder -> settings.apply(builder.digests(digests()).ticker(nanos::get)))
                .user("falken", "joshua")
                .user("basic", "joshua")
                .document("falken.json", Running.DOCUMENT)
                .document("basic.json", Running.DOCUMENT);
        service.limits = BrakeLimits.USUAL;
        service.start();
    }

    private void start() throws IOException {
        start(builder -> builder);
    }

    private static DigestSettings both(boolean userHash) {
        return new DigestSettings(EnumSet.allOf(DigestAlgorithm.class), Duration.ofMinutes(5), userHash);
    }

    /** A client that does as it should, unless it is changed. */
    private final class Client {

        DigestAlgorithm algorithm = DigestAlgorithm.SHA_256;
        String user = "falken";
        String shownName = "username=\"falken\"";
        String password = "joshua";
        String realm = REALM;
        String method = "GET";
        String path = PATH;
        String uri = PATH;
        String nonce = "";
        int count = 1;

        Client fresh() {
            nonce = parameter(challenge(service.get(PATH), "Digest"), "nonce");
            return this;
        }

        String authorization() {
            String nc = String.format("%08x", count);
            String key = algorithm.digestHash(user, realm, Secret.of(password));
            String response =
                    algorithm.hash(key + ":" + nonce + ":" + nc + ":c:auth:" + algorithm.hash(method + ":" + uri));
            return "Digest " + shownName + ", realm=\"" + realm + "\", nonce=\"" + nonce + "\", uri=\"" + uri
                    + "\", response=\"" + response + "\", algorithm=" + algorithm.token() + ", qop=auth, nc=" + nc
                    + ", cnonce=\"c\"";
        }

        HttpResponse<String> send() {
            HttpRequest.Builder request = service.request(path)
                    .method(method, HttpRequest.BodyPublishers.noBody())
                    .header("Authorization", authorization());
            return Running.send(request);
        }
    }

    private static String challenge(HttpResponse<String> answer, String scheme) {
        return answer.headers().allValues("WWW-Authenticate").stream()
                .filter(value -> value.startsWith(scheme + " "))
                .findFirst()
                .orElseThrow();
    }

    private static String parameter(String challenge, String name) {
        Matcher matcher = Pattern.compile("\\b" + name + "=\"?([^\",]*)").matcher(challenge);
        assertThat(matcher.find()).as(name + " in " + challenge).isTrue();
        return matcher.group(1);
    }

    private static List<String> withoutNonces(HttpResponse<String> answer) {
        return answer.headers().allValues("WWW-Authenticate").stream()
                .map(value -> value.replaceAll("nonce=\"[^\"]*\"", "nonce"))
                .toList();
    }

    @ParameterizedTest
    @EnumSource(DigestAlgorithm.class)
    void whoKnowsThePasswordGetsTheDocument(DigestAlgorithm algorithm) throws IOException {
        start(builder -> builder.digest(both(false)));
        Client client = new Client().fresh();
        client.algorithm = algorithm;

        HttpResponse<String> answer = client.send();

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo(Running.DOCUMENT);
        assertThat(service.verifications).hasValue(0);
        client.count = 2;
        client.method = "HEAD";
        assertThat(client.send().statusCode()).isEqualTo(200);
    }

    @Test
    void theStrongestIsOfferedFirstAndTheSameToAllNames() throws IOException {
        start(builder -> builder.digest(both(false)));
        List<String> offers = withoutNonces(service.get(PATH));

        assertThat(offers)
                .containsExactly(
                        "Digest realm=\"Keyhole\", qop=\"auth\", algorithm=SHA-256, nonce, charset=UTF-8",
                        "Digest realm=\"Keyhole\", qop=\"auth\", algorithm=MD5, nonce, charset=UTF-8",
                        "Basic realm=\"Keyhole\", charset=\"UTF-8\"");
        for (String name : List.of("falken", "basic", "removed", "nobody")) {
            Client client = new Client().fresh();
            client.user = name;
            client.shownName = "username=\"" + name + "\"";
            client.password = "wrong";
            HttpResponse<String> byDigest = client.send();
            HttpResponse<String> byBasic = service.get(PATH, name, "wrong");
            assertThat(List.of(byDigest.statusCode(), byBasic.statusCode())).containsOnly(401);
            assertThat(withoutNonces(byDigest)).isEqualTo(offers);
            assertThat(withoutNonces(byBasic)).isEqualTo(offers);
        }
    }

    @Test
    void md5IsNotOfferedNorTakenUnlessTold() throws IOException {
        start();
        Client client = new Client().fresh();
        client.algorithm = DigestAlgorithm.MD5;

        assertThat(withoutNonces(service.get(PATH))).noneMatch(offer -> offer.contains("MD5"));
        assertThat(client.send().statusCode()).isEqualTo(401);
    }

    @Test
    void whoHasNoDigestHashUsesBasic() throws IOException {
        start();
        Client client = new Client().fresh();
        client.user = "basic";
        client.shownName = "username=\"basic\"";

        assertThat(client.send().statusCode()).isEqualTo(401);
        assertThat(service.get("/permissions/basic", "basic", "joshua").statusCode())
                .isEqualTo(200);
    }

    @Test
    void whoWasTakenOutOfThePasswordFileIsGone() throws IOException {
        start();
        Client client = new Client().fresh();
        client.user = "removed";
        client.shownName = "username=\"removed\"";

        assertThat(client.send().statusCode()).isEqualTo(401);
    }

    @Test
    void anAnswerCountsOnce() throws IOException {
        start();
        Client client = new Client().fresh();
        assertThat(client.send().statusCode()).isEqualTo(200);

        HttpResponse<String> replayed = client.send();
        assertThat(replayed.statusCode()).isEqualTo(401);
        assertThat(parameter(challenge(replayed, "Digest"), "stale")).isEqualTo("true");
        client.count = 2;
        assertThat(client.send().statusCode()).isEqualTo(200);
    }

    @Test
    void anOldChallengeIsStaleAndTheNewOneDoes() throws IOException {
        start();
        Client client = new Client().fresh();
        nanos.addAndGet(Duration.ofMinutes(5).toNanos());

        HttpResponse<String> late = client.send();
        assertThat(late.statusCode()).isEqualTo(401);
        assertThat(parameter(challenge(late, "Digest"), "stale")).isEqualTo("true");
        client.nonce = parameter(challenge(late, "Digest"), "nonce");
        assertThat(client.send().statusCode()).isEqualTo(200);
    }

    @Test
    void aWrongPasswordIsNotStale() throws IOException {
        start();
        Client client = new Client().fresh();
        client.password = "wrong";

        assertThat(challenge(client.send(), "Digest")).doesNotContain("stale");
        client.nonce = "made-up";
        assertThat(challenge(client.send(), "Digest")).contains("stale=true");
    }

    @Test
    void credentialsAreGoodForTheirRequestOnly() throws IOException {
        start();
        Client client = new Client().fresh();
        client.path = "/permissions/basic";
        assertThat(client.send().statusCode()).isEqualTo(400);

        client.uri = client.path;
        assertThat(client.send().statusCode()).isEqualTo(403);
        client.count = 2;
        client.path = "/permissions/falken?x=1";
        client.uri = client.path;
        assertThat(client.send().statusCode()).isEqualTo(200);
        client.count = 3;
        client.realm = "elsewhere";
        assertThat(client.send().statusCode()).isEqualTo(401);
    }

    @Test
    void namesMayBeHashedWhereTheServiceAsksForIt() throws IOException {
        start(builder -> builder.digest(both(true)));
        Client client = new Client().fresh();
        client.shownName = "username=\"" + DigestAlgorithm.SHA_256.nameHash("falken", REALM) + "\", userhash=true";
        assertThat(service.get(PATH).headers().allValues("WWW-Authenticate").get(0))
                .contains("userhash=true");
        assertThat(client.send().statusCode()).isEqualTo(200);
        client.count = 2;
        client.shownName = "username=\"" + DigestAlgorithm.SHA_256.nameHash("nobody", REALM) + "\", userhash=true";
        assertThat(client.send().statusCode()).isEqualTo(401);
        client.count = 3;
        client.shownName = "username=\"falken\"";
        assertThat(client.send().statusCode()).isEqualTo(200);
    }

    @Test
    void hashedNamesAreNotTakenUnlessTold() throws IOException {
        start();
        Client client = new Client().fresh();
        client.shownName = "username=\"" + DigestAlgorithm.SHA_256.nameHash("falken", REALM) + "\", userhash=true";
        assertThat(client.send().statusCode()).isEqualTo(401);
    }

    @Test
    void whoGuessesIsBrakedTogetherWithBasicWhetherOrNotTheUserExists() throws IOException {
        start();
        for (String name : List.of("falken", "nobody")) {
            Client client = new Client().fresh();
            client.user = name;
            client.shownName = "username=\"" + name + "\"";
            client.password = "wrong";
            for (int i = 0; i < 9; i++) {
                assertThat(client.send().statusCode()).isEqualTo(401);
            }
            assertThat(service.get(PATH, name, "wrong").statusCode()).isEqualTo(401);
            HttpResponse<String> braked = client.send();
            assertThat(braked.statusCode()).isEqualTo(429);
            assertThat(braked.headers().firstValue("Retry-After")).contains("5");
            client.password = "joshua";
            assertThat(client.send().statusCode()).isEqualTo(429);
        }
    }

    @Test
    void aChangedFileCountsAtOnceAndABrokenOneLetsNobodyIn() throws IOException {
        start();
        Client client = new Client().fresh();
        assertThat(client.send().statusCode()).isEqualTo(200);

        Running.write(digests(), line(DigestAlgorithm.SHA_256, "falken", "pencil"));
        client.count = 2;
        assertThat(client.send().statusCode()).isEqualTo(401);
        client.password = "pencil";
        assertThat(client.send().statusCode()).isEqualTo(200);

        Running.write(digests(), "falken:Keyhole:pencil\n");
        client.count = 3;
        assertThat(client.send().statusCode()).isEqualTo(503);
        assertThat(service.get("/health").statusCode()).isEqualTo(503);
    }

    @Test
    void whatIsWrongWithTheFileIsSaidAtTheStart() throws IOException {
        Running.write(
                digests(),
                "falken:joshua\nfalken:Keyhole:0123\n" + line(DigestAlgorithm.MD5, "a", "b") + "\n"
                        + line(DigestAlgorithm.MD5, "a", "c"));
        service = new Running(folder, builder -> builder.digests(digests()));

        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> service.start())
                .satisfies(e -> assertThat(e.problems())
                        .extracting(Problem::location)
                        .containsExactly(digests() + ":1", digests() + ":2", digests() + ":5"))
                .satisfies(e -> assertThat(e.problems().toString()).doesNotContain("joshua", "0123"));
    }

    @Test
    void linesOfOtherRealmsDontCount() throws IOException {
        start();
        Files.writeString(digests(), Files.readString(digests()).replace(":Keyhole:", ":elsewhere:"));
        assertThat(new Client().fresh().send().statusCode()).isEqualTo(401);
    }

    @Test
    void withoutDigestHashesThereIsNoDigest() throws IOException {
        service = new Running(folder)
                .user("falken", "joshua")
                .document("falken.json", Running.DOCUMENT)
                .start();
        assertThat(service.get(PATH).headers().allValues("WWW-Authenticate"))
                .containsExactly("Basic realm=\"Keyhole\", charset=\"UTF-8\"");
        Client client = new Client();
        client.nonce = "x";
        assertThat(client.send().statusCode()).isEqualTo(401);
    }
}
