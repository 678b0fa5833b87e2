package dev.keyhole.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keyhole.service.PermissionsService;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The distribution as the build packs it, run by its script. */
class CommandIT {

    private static final Path DEMO = KeyholeProcess.distribution().resolve("examples/demo");
    private static final Map<String, String> JOSHUA = Map.of("KEYHOLE_PASSWORD", "joshua");

    @TempDir
    private Path folder;

    @Test
    void theDemoEndsAsItShould() throws Exception {
        try (KeyholeProcess demo = KeyholeProcess.start(Map.of(), "demo", "--once", "--free-ports")) {
            assertThat(demo.exitStatus()).as(demo::toString).isZero();
            assertThat(demo.out())
                    .contains("a broker with what keyhole-artemis.zip installs", "18 of 18 ended as they should.");
            assertThat(demo.err()).isEmpty();
            assertThat(demo.outLines()).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(100));
        }
    }

    @Test
    void theDemoStaysUpForClientsOfOnesOwn() throws Exception {
        try (KeyholeProcess demo = KeyholeProcess.start(Map.of(), "demo", "--free-ports")) {
            demo.awaitLine(" ping --server amqp://");
            String mqtt = uriAfter("ping --server ", "mqtt://", demo);
            String amqp = uriAfter("ping --server ", "amqp://", demo);

            assertThat(ping(mqtt)).isEqualTo("0: Successfully connected to " + mqtt.replace(":joshua@", ":*@"));
            assertThat(ping(amqp)).isEqualTo("0: Successfully connected to " + amqp.replace(":pencil@", ":*@"));
            assertThat(ping(mqtt.replace(":joshua@", ":wrong@")))
                    .startsWith("1: ")
                    .contains("bad user name or password");
            assertThat(ping(amqp.replace(":pencil@", ":wrong@")))
                    .startsWith("1: ")
                    .doesNotContain("wrong");
            assertThat(ping(mqtt.replace("falken:joshua@", ""))).startsWith("1: ");
            assertThat(demo.isAlive()).isTrue();
        }
    }

    @Test
    void checkAnswersGrantedDeniedAndUnavailable() throws Exception {
        PermissionsService service = service();
        Path configuration = configuration(service.uri().getPort());
        try (service) {
            assertThat(check(configuration, JOSHUA, "--write", "games/chess")).isZero();
            assertThat(check(configuration, JOSHUA, "--write", "norad/defcon")).isEqualTo(1);
            assertThat(check(configuration, Map.of("KEYHOLE_PASSWORD", "wrong"), "--logon"))
                    .isEqualTo(1);
        }
        assertThat(check(configuration, JOSHUA, "--logon")).isEqualTo(2);
    }

    @Test
    void checkPrintsOneObjectAndNothingElse() throws Exception {
        try (PermissionsService service = service()) {
            Path password = Files.writeString(folder.resolve("password"), "joshua\n", UTF_8);
            Files.setPosixFilePermissions(password, PosixFilePermissions.fromString("rw-------"));
            KeyholeProcess check = KeyholeProcess.run(
                    Map.of(),
                    "check",
                    "--json",
                    "--config=" + configuration(service.uri().getPort()),
                    "--transport=amqp",
                    "--user=falken",
                    "--password-file=" + password,
                    "--read=games/chess");

            assertThat(check.out())
                    .startsWith("{\"decision\":\"granted\",\"user\":\"falken\"")
                    .contains("\"module\":\"web-service\",\"rule\":\"/topic/0\"")
                    .endsWith("}");
            assertThat(check.err()).isEmpty();
        }
    }

    @Test
    void checkTellsABrokenConfigurationFromWrongUsage() throws Exception {
        Path broken = folder.resolve("broken.xml");
        Files.writeString(
                broken, Files.readString(DEMO.resolve("keyhole.xml")).replace("libamps_http_", "libamps_htp_"), UTF_8);
        KeyholeProcess check =
                KeyholeProcess.run(JOSHUA, "check", "--config=" + broken, "--transport=mqtt", "--user=u", "--logon");

        assertThat(check.exitStatus()).isEqualTo(2);
        assertThat(check.err())
                .contains("broken.xml:", "libamps_htp_entitlement.so")
                .doesNotContain("\tat ");
        assertThat(KeyholeProcess.run(JOSHUA, "check", "--config=" + broken).exitStatus())
                .isEqualTo(3);
    }

    @Test
    void lintFindsTheDemoClean() throws Exception {
        KeyholeProcess lint = KeyholeProcess.run(
                Map.of(),
                "lint",
                DEMO.resolve("keyhole.xml").toString(),
                DEMO.resolve("permissions/falken.json").toString(),
                DEMO.resolve("permissions/lightman.json").toString(),
                DEMO.resolve("permissions/mckittrick.json").toString());

        assertThat(lint.exitStatus()).as(lint::toString).isZero();
    }

    @Test
    void theScriptWorksFromAnywhereThroughALink() throws Exception {
        Path elsewhere = Files.createDirectories(folder.resolve("a b"));
        Path link = Files.createSymbolicLink(
                elsewhere.resolve("keyhole"), KeyholeProcess.distribution().resolve("bin/keyhole"));
        try (KeyholeProcess version = KeyholeProcess.start(link, elsewhere, Map.of(), "--version")) {
            assertThat(version.exitStatus()).as(version::toString).isZero();
            assertThat(version.out())
                    .startsWith("keyhole 1.")
                    .contains(Runtime.version().toString());
        }
    }

    @Test
    void aJavaThatIsTooOldIsToldAndNotUsed() throws Exception {
        Path old = Files.createDirectories(folder.resolve("jdk-11/bin")).getParent();
        Files.writeString(old.resolve("release"), "JAVA_VERSION=\"11.0.2\"\n", UTF_8);
        Files.createFile(
                old.resolve("bin/java"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));
        KeyholeProcess version = KeyholeProcess.run(Map.of("JAVA_HOME", old.toString()), "--version");

        assertThat(version.exitStatus()).isEqualTo(2);
        assertThat(version.err()).contains("version 11", "Java 17 or later", "JAVA_HOME");
    }

    @Test
    void theFirstRunHasAnArchiveMadeThatTheNextOnesTakeTheirClassesFrom() throws Exception {
        Path cache = Files.createDirectory(folder.resolve("a cache"));
        Map<String, String> variables = Map.of("KEYHOLE_ARCHIVE", "on", "XDG_CACHE_HOME", cache.toString());
        assertThat(KeyholeProcess.run(variables, "--version").exitStatus()).isZero();
        Awaitility.await().atMost(Duration.ofMinutes(5)).until(() -> {
            List<String> names = filesIn(cache.resolve("keyhole"));
            return names.size() == 1 && names.get(0).endsWith(".jsa");
        });

        Path classes = folder.resolve("classes");
        Map<String, String> logged = new HashMap<>(variables);
        logged.put("KEYHOLE_JAVA_OPTIONS", "-Xlog:class+load:file=" + classes);
        KeyholeProcess version = KeyholeProcess.run(logged, "--version");

        assertThat(version.exitStatus()).as(version::toString).isZero();
        assertThat(version.err()).isEmpty();
        assertThat(Files.readString(classes)).contains("dev.keyhole.cli.Keyhole source: shared objects file (top)");
        assertThat(Files.getPosixFilePermissions(cache.resolve("keyhole")))
                .isEqualTo(PosixFilePermissions.fromString("rwx------"));
    }

    @Test
    void aFolderThatOthersMayChangeHoldsNoArchive() throws Exception {
        Path cache = Files.createDirectories(folder.resolve("cache/keyhole"));
        Files.setPosixFilePermissions(cache, PosixFilePermissions.fromString("rwxrwxrwx"));
        KeyholeProcess version = KeyholeProcess.run(
                Map.of(
                        "KEYHOLE_ARCHIVE",
                        "on",
                        "XDG_CACHE_HOME",
                        folder.resolve("cache").toString()),
                "--version");

        assertThat(version.exitStatus()).as(version::toString).isZero();
        assertThat(filesIn(cache)).isEmpty();
    }

    private static List<String> filesIn(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }

    private static PermissionsService service() {
        return PermissionsService.builder()
                .port(0)
                .documents(DEMO.resolve("permissions"))
                .passwords(DEMO.resolve("htpasswd"))
                .start();
    }

    private Path configuration(int port) throws IOException {
        String text = Files.readString(DEMO.resolve("keyhole.xml")).replace("127.0.0.1:8833", "127.0.0.1:" + port);
        return Files.writeString(folder.resolve("keyhole.xml"), text, UTF_8);
    }

    private static int check(Path configuration, Map<String, String> variables, String... question) throws Exception {
        String[] arguments = {"check", "--config", configuration.toString(), "--transport", "mqtt", "--user", "falken"};
        String[] all = java.util.Arrays.copyOf(arguments, arguments.length + question.length);
        System.arraycopy(question, 0, all, arguments.length, question.length);
        return KeyholeProcess.run(variables, all).exitStatus();
    }

    private static String ping(String uri) throws Exception {
        KeyholeProcess ping = KeyholeProcess.run(Map.of(), "ping", "--server", uri);
        return ping.exitStatus() + ": " + ping.out();
    }

    private static String uriAfter(String text, String scheme, KeyholeProcess process) {
        Matcher matcher =
                Pattern.compile(Pattern.quote(text + scheme) + "(\\S+)").matcher(process.out());
        assertThat(matcher.find()).as(process::toString).isTrue();
        return scheme + matcher.group(1);
    }
}
