package dev.keyhole.exec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.keyhole.spi.AuthenticatorContext;
import dev.keyhole.spi.AuthenticatorExchange;
import dev.keyhole.spi.ConfigurationException;
import dev.keyhole.spi.Credentials;
import dev.keyhole.spi.ModuleUnavailableException;
import dev.keyhole.spi.OptionSchema;
import dev.keyhole.spi.Problem;
import dev.keyhole.spi.RawOption;
import dev.keyhole.spi.Secret;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What an operator sees of the module, with real commands. */
class ExecAuthenticatorTest {

    @TempDir
    Path folder;

    private final FakeHost host = new FakeHost();
    private final ExecutorService askers = Executors.newCachedThreadPool();

    @AfterEach
    void stop() {
        askers.shutdownNow();
    }

    @Test
    void standardOutputIsTheTokenLessOneNewline() throws Exception {
        Credentials credentials = ask(sh("echo joshua; echo >&2 noise"));

        assertThat(credentials.userName()).isEqualTo("falken");
        assertThat(credentials.secret()).isEqualTo(Secret.of("joshua"));
        assertThat(credentials.source()).isEqualTo("command");
        assertThat(credentials.obtainedAt()).isEqualTo(host.clock().instant());
    }

    @Test
    void onlyOneNewlineIsDropped() throws Exception {
        assertThat(ask(sh("printf \"a\\n\\n\"")).secret()).isEqualTo(Secret.of("a\n"));
        assertThat(ask(sh("printf \" a \"")).secret()).isEqualTo(Secret.of(" a "));
    }

    @Test
    void asMuchAsMaxLengthIsRead() throws Exception {
        Map<String, String> options = Map.of("Command", sh("printf %1024s x"), "UserName", "falken");
        assertThat(ask(options).secret().length()).isEqualTo(1024);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "true                              | the command printed nothing",
                "echo                              | the command printed nothing",
                "printf %1025s x                   | the command printed more than 1024 bytes",
                "yes                               | the command printed more than 1024 bytes",
                "echo joshua; exit 3               | the command exited with status 3",
                "echo joshua; kill -9 $$           | the command was ended by signal 9 (status 137)",
                "printf \"a\\0b\"                  | the command printed a NUL byte",
                "printf \"\\377\"                  | the command printed what isn't UTF-8",
                "echo oops >&2; exit 1             | the command exited with status 1; its standard error begins: oops"
            })
    void whatGivesNoTokenSaysWhy(String script, String why) {
        assertThatExceptionOfType(ModuleUnavailableException.class)
                .isThrownBy(() -> ask(sh(script)))
                .withMessage("no token for destination 'downstream': " + why);
    }

    @ParameterizedTest
    @ValueSource(strings = {"sleep 1000", "trap \"\" TERM INT HUP; while :; do sleep 1; done", "yes >&2"})
    void aCommandThatDoesNotEndIsEnded(String script) {
        Map<String, String> options = Map.of("Command", sh(script), "UserName", "falken", "Timeout", "300ms");

        assertThatExceptionOfType(ModuleUnavailableException.class)
                .isThrownBy(() -> ask(options))
                .withMessageStartingWith("no token for destination 'downstream': the command didn't end within 300 ms");
    }

    @Test
    void descendantsAreEndedWithTheCommandThoughTheirParentsAreGone() throws Exception {
        Path pids = folder.resolve("pids");
        String script = "sleep 1000 & echo $! >> " + pids + "; (sleep 1000 & echo $! >> " + pids + "); sleep 1000";
        timeOutOnce(() -> Files.exists(pids) && Files.readString(pids).matches("\\d+\n\\d+\n"), script);

        for (String pid : Files.readAllLines(pids)) {
            assertThat(Processes.isRunning(Long.parseLong(pid))).isFalse();
        }
    }

    /** Runs a command for so long that it's ended for it, but not before something has happened. */
    private void timeOutOnce(Callable<Boolean> happened, String script) throws Exception {
        Map<String, String> options = Map.of("Command", sh(script), "UserName", "falken", "Timeout", "1h");
        Future<Throwable> failure = askers.submit(() -> catchThrowable(() -> ask(options)));
        Processes.AWAIT.until(happened);
        host.leap(Duration.ofHours(1));
        assertThat(failure.get()).isInstanceOf(ModuleUnavailableException.class);
    }

    @Test
    void aChildThatKeepsTheOutputOpenHoldsNobody() throws Exception {
        Path pid = folder.resolve("pid");
        assertThat(ask(sh("echo joshua; sleep 1000 & echo $! > " + pid)).secret())
                .isEqualTo(Secret.of("joshua"));
        ProcessHandle.of(Long.parseLong(Files.readString(pid).strip())).ifPresent(ProcessHandle::destroyForcibly);
    }

    @Test
    void whoDetachedItselfIsNamedInTheLog() throws Exception {
        Path pid = folder.resolve("pid");
        String script = "setsid sh -c \"echo \\$\\$ > " + pid + "; exec sleep 1000\" & sleep 1000";
        try (CapturedLog log = CapturedLog.of("dev.keyhole.exec")) {
            timeOutOnce(() -> Processes.isWhole(pid), script);

            long detached = Processes.awaitPid(pid);
            // While its parent lives it is known as a descendant, and ended; it may have outlived that only detached.
            assertThat(Processes.isRunning(detached) ? log.text() : "[" + detached + "]")
                    .contains("" + detached);
            ProcessHandle.of(detached).ifPresent(ProcessHandle::destroyForcibly);
        }
    }

    @Test
    void whoDetachedItselfAndLostItsParentIsNamedInTheLog() throws Exception {
        Path pid = folder.resolve("pid");
        String script = "(setsid sh -c \"echo \\$\\$ > " + pid + "; exec sleep 1000\" &); sleep 1000";
        try (CapturedLog log = CapturedLog.of("dev.keyhole.exec")) {
            timeOutOnce(() -> Processes.isWhole(pid), script);

            long detached = Processes.awaitPid(pid);
            assertThat(Processes.isRunning(detached)).isTrue();
            assertThat(log.text()).contains("no longer read from: [" + detached + "]");
            ProcessHandle.of(detached).ifPresent(ProcessHandle::destroyForcibly);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "x\"; touch pwned; \"",
                "$(id)",
                "`id`",
                "a b",
                "-rf",
                "line one\nline two",
                "'",
                "ä€",
                "{{AMPS_USER_NAME}}"
            })
    void aUserNameIsExactlyOneArgument(String name) throws Exception {
        Path arguments = script("#!/bin/sh\nprintf '%s|' $# \"$@\" \"$AMPS_USER_NAME\"\n");
        Map<String, String> options =
                Map.of("Command", arguments + " --for {{AMPS_USER_NAME}} \"x={{AMPS_USER_NAME}}\"", "UserName", name);

        assertThat(ask(options).secret().reveal()).isEqualTo("3|--for|" + name + "|x=" + name + "|" + name + "|");
        assertThat(Path.of("pwned")).doesNotExist();
    }

    @Test
    void theCommandSeesTheEnvironmentThatItMay() throws Exception {
        Map<String, String> environment = Map.ofEntries(
                Map.entry("PATH", System.getenv("PATH")),
                Map.entry("HOME", "/home/keyhole"),
                Map.entry("USER", "keyhole"),
                Map.entry("LOGNAME", "keyhole"),
                Map.entry("LANG", "de_DE.UTF-8"),
                Map.entry("LC_ALL", "C.UTF-8"),
                Map.entry("TZ", "UTC"),
                Map.entry("KRB5CCNAME", "FILE:/tmp/krb5cc"),
                Map.entry("SECRET_OF_THE_BROKER", "x"),
                Map.entry("WANTED", "y"));
        Command command = Command.prepare(
                Options.of(Map.of("Command", "env", "UserName", "falken", "PassEnvironment", "WANTED")), environment);

        assertThat(command.run(System::nanoTime).reveal().lines())
                .filteredOn(line -> !line.startsWith("_="))
                .containsExactlyInAnyOrder(
                        "PATH=" + System.getenv("PATH"),
                        "HOME=/home/keyhole",
                        "USER=keyhole",
                        "LOGNAME=keyhole",
                        "LANG=de_DE.UTF-8",
                        "LC_ALL=C.UTF-8",
                        "TZ=UTC",
                        "KRB5CCNAME=FILE:/tmp/krb5cc",
                        "WANTED=y",
                        "AMPS_USER_NAME=falken");
    }

    @Test
    void theCommandHasNoInputAndNoDescriptorsBeyondTheStandardOnes() throws Exception {
        assertThat(ask(sh("cat; ls /proc/self/fd | grep -c .")).secret().reveal())
                .as("standard input, output, error and the folder that ls reads")
                .isEqualTo("4");
    }

    @Test
    void everyConnectionGetsATokenOfItsOwn() throws Exception {
        Path counter = folder.resolve("counter");
        AuthenticatorContext context = open(Map.of("Command", counting(counter), "UserName", "falken"));

        assertThat(context.begin().initial().secret()).isEqualTo(Secret.of("1"));
        assertThat(context.begin().initial().secret()).isEqualTo(Secret.of("2"));
    }

    @Test
    void aTokenIsUsedAgainForAsLongAsItMay() throws Exception {
        Path counter = folder.resolve("counter");
        AuthenticatorContext context =
                open(Map.of("Command", counting(counter), "UserName", "falken", "CacheFor", "60s"));

        Credentials first = context.begin().initial();
        host.advance(Duration.ofSeconds(59));
        Credentials again = context.begin().initial();
        assertThat(again.secret()).isEqualTo(first.secret());
        assertThat(again.obtainedAt()).isEqualTo(first.obtainedAt());
        host.advance(Duration.ofSeconds(1));
        assertThat(context.begin().initial().secret()).isEqualTo(Secret.of("2"));
    }

    @Test
    void aTokenIsNotUsedPastItsOwnEnd() throws Exception {
        long end = host.clock().instant().getEpochSecond() + 5;
        String token = jwt("{\"nested\":{\"exp\":1},\"exp\":" + end + "}");
        Path counter = folder.resolve("counter");
        AuthenticatorContext context = open(Map.of(
                "Command", sh("echo x >> " + counter + "; echo " + token), "UserName", "falken", "CacheFor", "60s"));

        context.begin().initial();
        host.advance(Duration.ofSeconds(4));
        context.begin().initial();
        assertThat(Files.readAllLines(counter)).hasSize(1);
        host.advance(Duration.ofSeconds(1));
        context.begin().initial();
        assertThat(Files.readAllLines(counter)).hasSize(2);
    }

    @Test
    void aRefusedTokenIsThrownAwayAtOnce() throws Exception {
        Path counter = folder.resolve("counter");
        AuthenticatorContext context =
                open(Map.of("Command", counting(counter), "UserName", "falken", "CacheFor", "60s"));
        try (AuthenticatorExchange exchange = context.begin()) {
            exchange.initial();
            exchange.completed(false);
        }
        AuthenticatorExchange second = context.begin();
        assertThat(second.initial().secret()).isEqualTo(Secret.of("2"));
        second.completed(true);
        assertThat(context.begin().initial().secret()).isEqualTo(Secret.of("2"));
    }

    @Test
    void askersAtTheSameMomentShareARunOnlyWithCacheFor() throws Exception {
        Path counter = folder.resolve("counter");
        String command = sh("echo x >> " + counter + "; sleep 0.3; echo token");
        askTogether(open(Map.of("Command", command, "UserName", "falken", "CacheFor", "60s")), 8);
        assertThat(Files.readAllLines(counter)).hasSize(1);

        askTogether(open(Map.of("Command", command, "UserName", "falken")), 8);
        assertThat(Files.readAllLines(counter)).hasSize(9);
    }

    @Test
    void askersAtTheSameMomentShareAFailureToo() throws Exception {
        Path runs = folder.resolve("runs");
        Path go = folder.resolve("go");
        AuthenticatorContext context = open(Map.of(
                "Command",
                sh("echo x >> " + runs + "; while [ ! -e " + go + " ]; do sleep 0.02; done; exit 3"),
                "UserName",
                "falken",
                "CacheFor",
                "60s"));
        List<Thread> waiting = new CopyOnWriteArrayList<>();
        List<Future<Throwable>> answers = IntStream.range(0, 8)
                .mapToObj(i -> askers.submit(() -> {
                    waiting.add(Thread.currentThread());
                    return catchThrowable(() -> context.begin().initial());
                }))
                .toList();
        Processes.AWAIT.until(() -> waiting.size() == 8
                && waiting.stream()
                                .filter(thread -> thread.getState() == Thread.State.WAITING)
                                .count()
                        == 7);
        Files.createFile(go);
        for (Future<Throwable> answer : answers) {
            assertThat(answer.get())
                    .isInstanceOf(ModuleUnavailableException.class)
                    .hasMessageEndingWith("the command exited with status 3");
        }
        assertThat(Files.readAllLines(runs)).hasSize(1);

        assertThat(catchThrowable(() -> context.begin().initial())).isInstanceOf(ModuleUnavailableException.class);
        assertThat(Files.readAllLines(runs))
                .as("who asks later isn't told of it")
                .hasSize(2);
    }

    @Test
    void noMoreThanMaxConcurrentRunAtOneTime() throws Exception {
        Path log = folder.resolve("log");
        String command = sh("echo + >> " + log + "; sleep 0.1; echo - >> " + log + "; echo token");
        askTogether(open(Map.of("Command", command, "UserName", "falken", "MaxConcurrent", "2")), 8);

        int running = 0;
        for (String line : Files.readAllLines(log)) {
            running += line.equals("+") ? 1 : -1;
            assertThat(running).isLessThanOrEqualTo(2);
        }
        assertThat(Files.readAllLines(log)).hasSize(16);
    }

    @Test
    void anInterruptEndsTheRun() throws Exception {
        Path pid = folder.resolve("pid");
        AuthenticatorContext context =
                open(Map.of("Command", sh("echo $$ > " + pid + "; sleep 1000"), "UserName", "falken"));
        Future<?> asker = askers.submit(() -> context.begin().initial());
        long running = Processes.awaitPid(pid);
        asker.cancel(true);
        Processes.awaitEnd(running);
    }

    @Test
    void closingTheContextEndsItsRuns() throws Exception {
        Path pid = folder.resolve("pid");
        AuthenticatorContext context =
                open(Map.of("Command", sh("echo $$ > " + pid + "; sleep 1000"), "UserName", "falken"));
        Future<?> asker = askers.submit(() -> context.begin().initial());
        long running = Processes.awaitPid(pid);
        context.close();
        context.close();
        Processes.awaitEnd(running);
        assertThat(catchThrowable(asker::get)).hasCauseInstanceOf(InterruptedException.class);
        assertThat(catchThrowable(() -> context.begin().initial())).isInstanceOf(ModuleUnavailableException.class);
    }

    @Test
    void aChallengeHasNoAnswer() throws Exception {
        AuthenticatorExchange exchange =
                open(Map.of("Command", sh("echo x"), "UserName", "falken")).begin();
        exchange.initial();
        assertThatExceptionOfType(ModuleUnavailableException.class)
                .isThrownBy(() -> exchange.respond(Secret.of("nonce")))
                .withMessageContaining("challenge");
    }

    @Test
    void theTokenIsNotToldEvenIfTheCommandTellsItItself() {
        Throwable failure = catchThrowable(() -> ask(sh("echo joshua-5; echo \"token joshua-5 is bad\" >&2; exit 1")));
        assertThat(failure).hasMessageContaining("token *** is bad").hasMessageNotContaining("joshua");
    }

    @Test
    void standardErrorIsShownInPartOnlyAndWithoutControlCharacters() {
        String script = "printf \"one\\033[31m\\ntwo\\nthree\\nfour\\n\" >&2; exit 1";
        assertThat(catchThrowable(() -> ask(sh(script))))
                .hasMessageEndingWith("its standard error begins: one [31m | two | three");
    }

    @Test
    void aCommandThatCannotRunIsFoundAtTheStart() throws Exception {
        Path noRunBit = Files.writeString(folder.resolve("no-run-bit"), "#!/bin/sh\n");
        assertRefused(folder.toString(), folder + " is a directory");
        assertRefused(noRunBit.toString(), noRunBit + " isn't executable");
        assertRefused("/no/such/program --x", "there is no file /no/such/program");
        assertRefused("no-such-program", "'no-such-program' is neither in the working directory");
    }

    @Test
    void aProgramThatAnybodyMayWriteIsWarnedOf() throws Exception {
        Path script = script("#!/bin/sh\necho joshua\n");
        try (CapturedLog log = CapturedLog.of("dev.keyhole.exec")) {
            open(Map.of("Command", script.toString(), "UserName", "falken"));
            assertThat(log.text()).isEmpty();
            Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xrwx"));
            open(Map.of("Command", script.toString(), "UserName", "falken"));
            assertThat(log.text()).contains(script.toString(), "chmod o-w");
        }
    }

    @Test
    void aCommandIsRelativeToTheWorkingDirectory() throws Exception {
        Path script = script("#!/bin/sh\necho joshua\n");
        Path relative = Path.of("").toAbsolutePath().relativize(script);
        assertThat(relative).isRelative();
        assertThat(ask(relative.toString()).secret()).isEqualTo(Secret.of("joshua"));
    }

    @Test
    void whoWantsAPipeAsksForAShellAndReadsTheNameFromTheEnvironment() throws Exception {
        Map<String, String> options =
                Map.of("Command", sh("printf \"%s\" \"$AMPS_USER_NAME\" | tr a-z A-Z"), "UserName", "$(id) `id` ;");
        assertThat(ask(options).secret()).isEqualTo(Secret.of("$(ID) `ID` ;"));
    }

    @Test
    void whatStandsAtTheModuleIsIgnored() {
        OptionSchema schema = new ExecAuthenticatorProvider().options();
        OptionSchema.Reading reading = schema.readModule(
                List.of(new RawOption("Command", "mint 'x", "k.xml:1"), new RawOption("Unknown", "x", "k.xml:2")));
        assertThat(reading.orThrow().find(ExecOptions.COMMAND)).isEmpty();
        assertThat(reading.warnings())
                .extracting(Problem::toString)
                .containsExactly(
                        "k.xml:1: 'Command' has no effect here and is ignored",
                        "k.xml:2: 'Unknown' has no effect here and is ignored");
    }

    @Test
    void aCommandThatGoesAwayLaterSaysSo() throws Exception {
        Path script = script("#!/bin/sh\necho joshua\n");
        AuthenticatorContext context = open(Map.of("Command", script.toString(), "UserName", "falken"));
        assertThat(context.begin().initial().secret()).isEqualTo(Secret.of("joshua"));
        Files.delete(script);
        assertThatExceptionOfType(ModuleUnavailableException.class)
                .isThrownBy(() -> context.begin().initial())
                .withMessageContaining(script.toString());
        script("#!/bin/sh\necho joshua\n");
        assertThat(context.begin().initial().secret()).isEqualTo(Secret.of("joshua"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''                         | it names no program",
                "mint 'x                    | isn't closed",
                "mint {{AMPS_PASSWORD}}     | {{AMPS_PASSWORD}} isn't a token",
                "{{AMPS_USER_NAME}}         | the program's own name can't hold {{AMPS_USER_NAME}}"
            },
            quoteCharacter = '~')
    void aCommandThatMakesNoSenseIsRefused(String command, String why) {
        assertRefused(command, why);
    }

    @Test
    void commandAndUserNameMustBeGiven() {
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> open(Map.of()))
                .satisfies(e -> assertThat(e.problems())
                        .extracting(problem -> problem.option())
                        .containsExactly("Command", "UserName"));
    }

    @Test
    void aProgramIsFoundInTheWorkingDirectoryAndOnTheSearchPath() {
        assertThat(Programs.resolve("../mvnw", "")).isExecutable();
        assertThat(Programs.resolve("sh", System.getenv("PATH"))).isAbsolute();
    }

    private void assertRefused(String command, String why) {
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> open(Map.of("Command", command, "UserName", "falken")))
                .withMessageContaining(why);
    }

    private void askTogether(AuthenticatorContext context, int count) throws Exception {
        CountDownLatch start = new CountDownLatch(1);
        List<Future<Credentials>> answers = IntStream.range(0, count)
                .mapToObj(i -> askers.submit(() -> {
                    start.await();
                    return context.begin().initial();
                }))
                .toList();
        start.countDown();
        for (Future<Credentials> answer : answers) {
            assertThat(answer.get().secret()).isEqualTo(Secret.of("token"));
        }
    }

    private Credentials ask(String command) throws InterruptedException {
        return ask(Map.of("Command", command, "UserName", "falken"));
    }

    private Credentials ask(Map<String, String> options) throws InterruptedException {
        try (AuthenticatorContext context = open(options);
                AuthenticatorExchange exchange = context.begin()) {
            return exchange.initial();
        }
    }

    private AuthenticatorContext open(Map<String, String> options) {
        return Options.open(options, host);
    }

    private static String sh(String script) {
        return "sh -c '" + script + "'";
    }

    private static String counting(Path counter) {
        return sh("echo x >> " + counter + "; grep -c x " + counter);
    }

    private Path script(String text) throws Exception {
        Path script = Files.writeString(folder.resolve("script"), text);
        return Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private static String jwt(String claims) {
        Base64.Encoder encoder = Base64.getUrlEncoder().withoutPadding();
        return encoder.encodeToString("{\"alg\":\"HS256\"}".getBytes(StandardCharsets.UTF_8)) + "."
                + encoder.encodeToString(claims.getBytes(StandardCharsets.UTF_8)) + ".c2ln";
    }
}
