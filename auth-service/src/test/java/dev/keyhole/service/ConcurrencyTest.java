package dev.keyhole.service;

import static dev.keyhole.service.Running.DOCUMENT;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Many clients at one time. */
class ConcurrencyTest {

    private static final Duration LIMIT = Duration.ofSeconds(90);

    @TempDir
    Path folder;

    private static PasswordHashing waitingFor(CountDownLatch gate) {
        return (password, hash) -> {
            try {
                gate.await();
            } catch (InterruptedException e) {
                return false;
            }
            return new BcryptHashing().matches(password, hash);
        };
    }

    private static String large(String name, int bytes) {
        String entry = "\"" + name.repeat(98) + "\"";
        return "{\"replicated-topics\":[" + String.join(",", Collections.nCopies(bytes / 100, entry)) + "]}";
    }

    @Test
    void theRightPasswordAndWrongOnesAtOneTimeEachGetTheirOwnAnswer() throws IOException {
        try (Running service = new Running(folder)
                .user("falken", "joshua")
                .document("falken.json", DOCUMENT)
                .start()) {
            List<CompletableFuture<HttpResponse<String>>> right = new ArrayList<>();
            List<CompletableFuture<HttpResponse<String>>> wrong = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                right.add(service.getAsync("/permissions/falken", "falken", "joshua"));
                wrong.add(service.getAsync("/permissions/falken", "falken", "joshua" + i % 7));
            }
            assertThat(right).allSatisfy(answer -> {
                assertThat(answer.join().statusCode()).isEqualTo(200);
                assertThat(answer.join().body()).isEqualTo(DOCUMENT);
            });
            assertThat(wrong)
                    .allSatisfy(answer -> assertThat(answer.join().statusCode()).isEqualTo(401));
        }
    }

    @Test
    void passwordsThatWaitKeepNobodyElseWaiting() throws IOException {
        CountDownLatch gate = new CountDownLatch(1);
        try (Running service = new Running(folder, builder -> builder.maxQueuedVerifications(1_000))
                .user("falken", "joshua")
                .document("falken.json", DOCUMENT)
                .start()) {
            assertThat(service.get("/permissions/falken", "falken", "joshua").statusCode())
                    .isEqualTo(200);
            service.hashing.set(waitingFor(gate));
            List<CompletableFuture<HttpResponse<String>>> waiting = new ArrayList<>();
            for (int i = 0; i < 300; i++) {
                waiting.add(service.getAsync("/permissions/falken", "falken", "guess" + i));
            }
            await().atMost(LIMIT).until(() -> service.verifications.get() > 1);
            assertThat(service.get("/health").statusCode()).isEqualTo(200);
            assertThat(service.get("/permissions/falken", "falken", "joshua").statusCode())
                    .isEqualTo(200);
            gate.countDown();
            assertThat(waiting)
                    .allSatisfy(answer -> assertThat(answer.join().statusCode()).isEqualTo(401));
        } finally {
            gate.countDown();
        }
    }

    @Test
    void pastTheQueueWhoTookItUpIsToldToWait() throws IOException {
        CountDownLatch gate = new CountDownLatch(1);
        int cores = Runtime.getRuntime().availableProcessors();
        try (Running service = new Running(folder, builder -> builder.maxQueuedVerifications(1))
                .user("falken", "joshua")
                .start()) {
            service.hashing.set(waitingFor(gate));
            List<CompletableFuture<HttpResponse<String>>> attempts = new ArrayList<>();
            for (int i = 0; i < cores + 11; i++) {
                attempts.add(service.getAsync("/permissions/falken", "falken", "guess" + i));
            }
            await().atMost(LIMIT)
                    .until(() ->
                            attempts.stream().filter(CompletableFuture::isDone).count() == 10);
            assertThat(attempts).filteredOn(CompletableFuture::isDone).allSatisfy(answer -> {
                assertThat(answer.join().statusCode()).isEqualTo(429);
                assertThat(answer.join().headers().firstValue("Retry-After")).hasValue("1");
            });
            gate.countDown();
            assertThat(attempts)
                    .extracting(answer -> answer.join().statusCode())
                    .containsOnly(401, 429);
        } finally {
            gate.countDown();
        }
    }

    @Test
    void closingAnswersWhoeverWaits() throws IOException {
        CountDownLatch gate = new CountDownLatch(1);
        Running service = new Running(folder).user("falken", "joshua").start();
        try (service) {
            service.hashing.set(waitingFor(gate));
            CompletableFuture<HttpResponse<String>> attempt =
                    service.getAsync("/permissions/falken", "falken", "joshua");
            await().atMost(LIMIT).until(() -> service.verifications.get() == 1);
            service.close();
            assertThat(attempt.orTimeout(60, TimeUnit.SECONDS).join().statusCode())
                    .isEqualTo(503);
        }
    }

    @Test
    void furtherConnectionsWaitUntilOneIsClosed() throws IOException {
        try (Running service = new Running(folder, builder -> builder.maxConnections(2)).start();
                Socket first = new Socket(service.uri().getHost(), service.uri().getPort());
                Socket second =
                        new Socket(service.uri().getHost(), service.uri().getPort())) {
            assertThat(health(first)).startsWith("HTTP/1.1 200 ");
            assertThat(health(second)).startsWith("HTTP/1.1 200 ");
            try (Socket third =
                    new Socket(service.uri().getHost(), service.uri().getPort())) {
                third.setSoTimeout(300);
                assertThatThrownBy(() -> health(third)).isInstanceOf(SocketTimeoutException.class);
                first.close();
                third.setSoTimeout(60_000);
                assertThat(new BufferedReader(new InputStreamReader(third.getInputStream(), US_ASCII)).readLine())
                        .startsWith("HTTP/1.1 200 ");
            }
        }
    }

    private static String health(Socket socket) throws IOException {
        socket.getOutputStream().write("GET /health HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(US_ASCII));
        return new BufferedReader(new InputStreamReader(socket.getInputStream(), US_ASCII)).readLine();
    }

    @Test
    void documentsThatChangeUnderLoadAreNeverServedHalf() throws IOException {
        String first = large("a", 50_000);
        String second = large("b", 60_000);
        try (Running service = new Running(folder)
                .user("falken", "joshua")
                .document("falken.json", first)
                .start()) {
            List<CompletableFuture<HttpResponse<String>>> answers = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                service.document("falken.json", i % 2 == 0 ? second : first);
                answers.add(service.getAsync("/permissions/falken", "falken", "joshua"));
                answers.add(service.getAsync("/permissions/falken", "falken", "joshua"));
            }
            assertThat(answers)
                    .allSatisfy(answer -> assertThat(answer.join().statusCode()).isIn(200, 500));
            assertThat(answers)
                    .filteredOn(answer -> answer.join().statusCode() == 200)
                    .allMatch(answer -> answer.join().body().equals(first)
                            || answer.join().body().equals(second));
        }
    }
}
