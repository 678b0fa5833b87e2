package dev.keyhole.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.keyhole.spi.Secret;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;

/**
 * Asks the management of a running broker.
 *
 * @param origin where requests say to come from
 * @param tls whom to believe if the address wants https
 */
record ManagementClient(ConsoleAddress address, String origin, SSLContext tls, Duration limit) {

    private static final int MOST_BYTES = 1024 * 1024;
    private static final int OK = 200;
    private static final int UNAUTHORIZED = 401;
    private static final int FORBIDDEN = 403;

    private record Answer(int status, String body) {}

    /**
     * Has Keyhole in the broker do something.
     *
     * @throws UsageException if the origin can't be one
     */
    ManagementReply execute(Secret password, String operation, List<String> arguments) throws InterruptedException {
        HttpClient client =
                HttpClient.newBuilder().sslContext(tls).connectTimeout(limit).build();
        try {
            Answer answer = client.sendAsync(
                            request(password, JolokiaMessages.request(operation, arguments)),
                            HttpResponse.BodyHandlers.ofInputStream())
                    .thenApply(ManagementClient::read)
                    .get(limit.toMillis(), TimeUnit.MILLISECONDS);
            return reply(answer);
        } catch (TimeoutException e) {
            return unreachable(ConnectFailure.TIMED_OUT);
        } catch (ExecutionException e) {
            return unreachable(words(e.getCause() == null ? e : e.getCause()));
        }
    }

    private HttpRequest request(Secret password, String body) {
        String credentials =
                Base64.getEncoder().encodeToString((address.user() + ":" + password.reveal()).getBytes(UTF_8));
        try {
            return HttpRequest.newBuilder(address.agent())
                    .timeout(limit)
                    .header("Origin", origin)
                    .header("Authorization", "Basic " + credentials)
                    .header("Content-Type", "application/json")
                    .POST(HttpRequest.BodyPublishers.ofString(body))
                    .build();
        } catch (IllegalArgumentException e) {
            // Its message may hold what was sent.
            throw new UsageException("--origin is an address such as https://broker.example");
        }
    }

    private static Answer read(HttpResponse<InputStream> response) {
        try (InputStream in = response.body()) {
            return new Answer(response.statusCode(), new String(in.readNBytes(MOST_BYTES), UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private ManagementReply reply(Answer answer) {
        return switch (answer.status()) {
            case OK ->
                JolokiaMessages.reply(answer.body(), origin, address.user())
                        .orElseGet(() -> unreachable("what answers there isn't the management of an Artemis broker"));
            case UNAUTHORIZED, FORBIDDEN ->
                ManagementReply.refused("the console of " + address + " doesn't let '" + Text.printable(address.user())
                        + "' in with this password");
            default ->
                unreachable("what answers there isn't the management of an Artemis broker (HTTP status "
                        + answer.status() + ")");
        };
    }

    private ManagementReply unreachable(String why) {
        return ManagementReply.unavailable("could not ask " + address + ": " + why);
    }

    private static String words(Throwable failure) {
        if (failure instanceof HttpTimeoutException) {
            return ConnectFailure.TIMED_OUT;
        }
        return ConnectFailure.in(failure)
                .orElseGet(() -> (failure instanceof SSLException ? "TLS: " : "")
                        + Text.oneLine(String.valueOf(failure.getMessage())));
    }
}
