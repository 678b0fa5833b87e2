package dev.keyhole.http.client;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.NoHttpResponseException;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.io.entity.EntityUtils;
import org.apache.hc.core5.http.message.BasicClassicHttpRequest;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.util.Timeout;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class QuietConnectionTest {

    private final ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    private final Socket near = new Socket(listener.getInetAddress(), listener.getLocalPort());
    private final Socket far = listener.accept();
    private final QuietConnection connection =
            new QuietConnection(Http1Config.DEFAULT, US_ASCII.newDecoder(), US_ASCII.newEncoder());

    QuietConnectionTest() throws IOException {}

    @BeforeEach
    void limit() throws IOException {
        near.setSoTimeout(20_000);
        far.setSoTimeout(20_000);
    }

    @AfterEach
    void stop() throws IOException {
        connection.close(CloseMode.IMMEDIATE);
        near.close();
        far.close();
        listener.close();
    }

    private void answer(String text) throws IOException {
        far.getOutputStream().write(text.getBytes(US_ASCII));
        await().until(() -> near.getInputStream().available() > 0);
    }

    private void request() throws Exception {
        BasicClassicHttpRequest request = new BasicClassicHttpRequest("GET", "/falken");
        connection.sendRequestHeader(request);
        connection.flush();
    }

    private String content() throws Exception {
        ClassicHttpResponse response = connection.receiveResponseHeader();
        connection.receiveResponseEntity(response);
        return EntityUtils.toString(response.getEntity());
    }

    @Test
    void anAnswerThatEndsWhereItSaysLeavesTheConnectionToTheNext() throws Exception {
        connection.bind(near);
        for (int i = 0; i < 2; i++) {
            request();
            answer("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
            assertThat(content()).isEqualTo("ok");
            assertThat(connection.isConsistent()).isTrue();
        }
    }

    @Test
    void whatComesBehindAnAnswerEndsTheConnection() throws Exception {
        connection.bind(near);
        request();
        answer("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nokHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nno");

        assertThat(content()).isEqualTo("ok");
        assertThat(connection.isConsistent()).isFalse();
    }

    @Test
    void anAnswerBeforeARequestIsNobodys() throws Exception {
        connection.bind(near);
        answer("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nno");

        assertThatExceptionOfType(NoHttpResponseException.class)
                .isThrownBy(this::request)
                .withMessage("there is an answer to a request that hasn't been sent");
        assertThat(connection.isOpen()).isFalse();
        assertThat(near.isClosed()).isTrue();
    }

    @Test
    void aConnectionThatIsBrokenServesNoFurtherRequest() throws Exception {
        connection.bind(near);
        assertThat(connection.isConsistent()).isTrue();
        near.close();

        assertThat(connection.isConsistent()).isFalse();
    }

    @Test
    void withoutASocketThereIsNothingToRead() {
        assertThat(connection.isConsistent()).isTrue();
        assertThat(connection.getSocket()).isNull();
        assertThat(connection.getSSLSession()).isNull();
    }

    @Test
    void whatWasClosedBeforeItHadASocketTakesNone() throws Exception {
        connection.close();

        assertThatExceptionOfType(InterruptedIOException.class)
                .isThrownBy(() -> connection.bind(near))
                .withMessage("the connection is closed");
        assertThat(near.isClosed()).isTrue();
    }

    @Test
    void norASecureOne() throws Exception {
        connection.close(CloseMode.IMMEDIATE);
        try (SSLSocket secured = (SSLSocket) ((SSLSocketFactory) SSLSocketFactory.getDefault())
                .createSocket(near, "localhost", listener.getLocalPort(), true)) {
            assertThatExceptionOfType(InterruptedIOException.class)
                    .isThrownBy(() -> connection.bind(secured, near))
                    .withMessage("the connection is closed");
            assertThat(near.isClosed()).isTrue();
        }
    }

    @Test
    void closingClosesTheSocket() throws Exception {
        connection.bind(near);
        assertThat(connection.getSocket()).isSameAs(near);
        connection.close();

        assertThat(near.isClosed()).isTrue();
    }

    @Test
    void aTimeOutRestsWhileTheConnectionDoes() throws Exception {
        connection.bind(near);
        connection.setSocketTimeout(Timeout.ofSeconds(7));
        assertThat(near.getSoTimeout()).isEqualTo(7_000);
        connection.passivate();
        assertThat(near.getSoTimeout()).isZero();
        connection.activate();
        assertThat(near.getSoTimeout()).isEqualTo(7_000);
    }

    @Test
    void theTimeOutOfTheSocketIsTheFirst() throws Exception {
        connection.bind(near);
        connection.passivate();
        connection.activate();

        assertThat(near.getSoTimeout()).isEqualTo(20_000);
    }
}
