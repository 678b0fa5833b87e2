package dev.keyhole.http.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.HttpHost;
import org.junit.jupiter.api.Test;

class PayloadTest {

    @Test
    void aBodyIsWipedAtTheEnd() {
        byte[] body = "password=joshua".getBytes(UTF_8);
        Payload payload = Payload.inBody("POST", ContentType.APPLICATION_FORM_URLENCODED, body);

        assertThat(payload.method()).isEqualTo("POST");
        assertThat(PayloadText.body(payload)).isEqualTo("password=joshua");
        payload.close();
        assertThat(body).containsOnly(0);
    }

    @Test
    void nothingOfItIsPrinted() {
        Payload payload = Payload.inQuery("password=joshua");
        WebRequest request = new WebRequest(
                new HttpHost("http", "h", 80),
                URI.create("http://h/falken"),
                payload,
                List.of(),
                Optional.empty(),
                Duration.ofSeconds(1),
                1);

        assertThat(payload).hasToString("Payload[GET]");
        assertThat(request).hasToString("WebRequest[http://h:80]");
    }
}
