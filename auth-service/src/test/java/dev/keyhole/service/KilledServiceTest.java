package dev.keyhole.service;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import at.favre.lib.crypto.bcrypt.BCrypt;
import dev.keyhole.service.Administration.Actor;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code kill -9} of a service while documents are changed over HTTP: what its successor finds. */
class KilledServiceTest {

    private static final int UPDATES = 1_000;
    private static final String DOCUMENT = "/administration/users/falken/document";
    private static final Owner FALKEN = Owner.user("falken");

    @TempDir
    Path folder;

    /** The process that is killed. */
    static final class Service {

        public static void main(String[] arguments) throws InterruptedException {
            try (PermissionsService service =
                    ServiceConfiguration.read(Path.of(arguments[0])).start()) {
                System.out.println("Serving at " + service.uri());
                new CountDownLatch(1).await();
            }
        }
    }

    private Path configure(String store) throws IOException {
        Files.createDirectories(folder.resolve("permissions"));
        Files.writeString(folder.resolve("passwords"), "");
        String where = store.equals("files")
                ? "files:\n  documents: permissions\n  passwords: passwords\n"
                : "database:\n  file: store\n";
        Path file = Files.writeString(folder.resolve("service.yaml"), "port: 0\nadministration: true\n" + where);
        withLedger(
                store,
                ledger -> ledger.change(transaction -> {
                    for (String name : List.of("root", "falken")) {
                        String hash = BCrypt.withDefaults().hashToString(Running.COST, name.toCharArray());
                        transaction.users().put(new UserRecord(name, hash, true, List.of()));
                    }
                    return transaction
                            .documents()
                            .add(
                                    Owner.user("root"),
                                    Optional.of(AdministrationContract.SUPER.getBytes(UTF_8)),
                                    Actor.local("setup"));
                }));
        return file;
    }

    private interface LedgerWork {
        void on(Ledger ledger) throws IOException;
    }

    private void withLedger(String store, LedgerWork work) throws IOException {
        if (store.equals("files")) {
            FilesLedger.Places places = new FilesLedger.Places(
                    folder.resolve("permissions"),
                    folder.resolve("passwords"),
                    Optional.empty(),
                    Optional.empty(),
                    1 << 20);
            work.on(new FilesLedger(places, Clock.systemUTC()));
            return;
        }
        try (Database database =
                Database.open(DatabaseSettings.embedded(folder.resolve("store").toString()))) {
            work.on(new DatabaseLedger(database, Clock.systemUTC()));
        }
    }

    /** More than one page of a file or a database. */
    private static String document(int number) {
        return "{\"logon\":true,\"user_name\":\"v" + number + "\",\"comment\":\"" + "x".repeat(20_000) + "\"}";
    }

    /** Changes the document again and again, and kills the service after so many answers. Returns how many there were. */
    private int updateAndKill(Path configuration, int killAfter) throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Service.class.getName(),
                        configuration.toString())
                .redirectError(folder.resolve("error").toFile())
                .start();
        try (BufferedReader out = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8))) {
            String line = out.readLine();
            while (line != null && !line.startsWith("Serving at ")) {
                line = out.readLine();
            }
            assertThat(line).as(Files.readString(folder.resolve("error"))).isNotNull();
            URI uri = URI.create(line.substring("Serving at ".length()));
            // Nobody waits for a reader of the log.
            Thread reader = new Thread(() -> out.lines().forEach(logged -> {}), "log of the service");
            reader.setDaemon(true);
            reader.start();
            AtomicInteger answered = new AtomicInteger();
            CountDownLatch enough = new CountDownLatch(killAfter);
            CompletableFuture<Void> client = CompletableFuture.runAsync(() -> update(uri, answered, enough));
            assertThat(enough.await(5, TimeUnit.MINUTES)).isTrue();
            // On Unix this is SIGKILL.
            process.destroyForcibly().waitFor();
            client.get(1, TimeUnit.MINUTES);
            return answered.get();
        } finally {
            process.destroyForcibly();
        }
    }

    private static void update(URI uri, AtomicInteger answered, CountDownLatch enough) {
        String tag = "";
        for (int i = 1; i <= UPDATES; i++) {
            HttpRequest.Builder request = HttpRequest.newBuilder(uri.resolve(DOCUMENT))
                    .timeout(Duration.ofSeconds(60))
                    .header("Authorization", Running.basic("root", "root"))
                    .header("Content-Type", "application/json")
                    .header(tag.isEmpty() ? "If-None-Match" : "If-Match", tag.isEmpty() ? "*" : tag)
                    .PUT(BodyPublishers.ofString(document(i)));
            try {
                HttpResponse<String> answer = Running.send(request);
                assertThat(answer.statusCode()).as(answer.body()).isBetween(200, 201);
                tag = answer.headers().firstValue("ETag").orElseThrow();
                answered.incrementAndGet();
                enough.countDown();
            } catch (UncheckedIOException e) {
                return;
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"files, 1", "files, 60", "database, 1", "database, 60"})
    void eachDocumentIsWholeAndTheAuditAgrees(String store, int killAfter) throws Exception {
        check(store, killAfter);
    }

    @Tag("slow")
    @ParameterizedTest
    @CsvSource({"files, 900", "database, 900"})
    void soItIsAfterHundreds(String store, int killAfter) throws Exception {
        check(store, killAfter);
    }

    private void check(String store, int killAfter) throws Exception {
        Path configuration = configure(store);
        int answered = updateAndKill(configuration, killAfter);
        assertThat(answered).isGreaterThanOrEqualTo(killAfter);

        long latest;
        try (PermissionsService again = ServiceConfiguration.read(configuration).start()) {
            URI uri = again.uri();
            HttpResponse<String> current = get(uri, DOCUMENT);
            latest = Long.parseLong(current.headers()
                    .firstValue("ETag")
                    .orElseThrow()
                    .substring(1)
                    .split("-")[0]);
            assertThat(latest).as("what was answered is there").isBetween((long) answered, answered + 1L);
            assertThat(current.body()).isEqualTo(document((int) latest));
            assertThat(Running.send(HttpRequest.newBuilder(uri.resolve("/permissions/falken"))
                                    .header("Authorization", Running.basic("falken", "falken")))
                            .body())
                    .as("what is served is what is administered")
                    .isEqualTo(current.body());
            List<?> entries = (List<?>) AdministrationContract.json(get(uri, "/administration/audit?limit=1"))
                    .get("entries");
            assertThat(((Map<?, ?>) entries.get(0)).get("version")).isEqualTo(latest);
        }
        withLedger(
                store,
                ledger -> ledger.read(transaction -> {
                    List<Long> all = LongStream.rangeClosed(1, latest).boxed().toList();
                    assertThat(transaction.documents().versions(FALKEN, Long.MAX_VALUE, UPDATES).stream()
                                    .map(DocumentRecords.Version::number)
                                    .sorted()
                                    .toList())
                            .isEqualTo(all);
                    for (long version : all) {
                        assertThat(transaction
                                        .documents()
                                        .content(FALKEN, version)
                                        .map(json -> new String(json, UTF_8)))
                                .contains(document((int) version));
                    }
                    assertThat(transaction.audit().list(Long.MAX_VALUE, 2 * UPDATES).stream()
                                    .map(Administration.AuditEntry::version)
                                    .sorted()
                                    .toList())
                            .as("audit and documents agree")
                            .isEqualTo(all);
                    return true;
                }));
    }

    private static HttpResponse<String> get(URI uri, String path) {
        return Running.send(HttpRequest.newBuilder(uri.resolve(path))
                .timeout(Duration.ofSeconds(60))
                .header("Authorization", Running.basic("root", "root")));
    }
}
