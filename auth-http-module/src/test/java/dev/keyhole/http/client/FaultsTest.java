package dev.keyhole.http.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.security.cert.CertificateException;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import org.apache.hc.client5.http.ConnectTimeoutException;
import org.apache.hc.core5.http.ConnectionClosedException;
import org.apache.hc.core5.http.ConnectionRequestTimeoutException;
import org.apache.hc.core5.http.NoHttpResponseException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class FaultsTest {

    static Stream<Arguments> faults() {
        return Stream.of(
                Arguments.of(new ConnectTimeoutException("s"), "it can't be connected to in time"),
                Arguments.of(new ConnectionRequestTimeoutException("s"), "all connections to it are in use"),
                Arguments.of(new UnknownHostException("s"), "its host name can't be resolved"),
                Arguments.of(new ConnectException("s"), "it can't be connected to"),
                Arguments.of(new NoRouteToHostException("s"), "it can't be connected to"),
                Arguments.of(new SSLException("no\npeer"), "there is no secure connection to it: no peer"),
                Arguments.of(new NoHttpResponseException("s"), "it broke the connection off"),
                Arguments.of(new ConnectionClosedException("s"), "it broke the connection off"),
                Arguments.of(new SocketException("s"), "it broke the connection off"),
                Arguments.of(
                        new SocketTimeoutException("s"),
                        "there is trouble with the connection (SocketTimeoutException)"),
                Arguments.of(new IOException("s"), "there is trouble with the connection (IOException)"));
    }

    @ParameterizedTest
    @MethodSource("faults")
    void troubleIsToldWithoutWhatTheOtherSideWrote(IOException fault, String words) {
        assertThat(Faults.describe(fault)).isEqualTo(words);
    }

    @Test
    void onlyACertificateIsAboutTrustHoweverDeepItStands() {
        CertificateException certificate = new CertificateException("expired");

        assertThat(Faults.isAboutTrust((IOException) new SSLHandshakeException("x").initCause(certificate)))
                .isTrue();
        assertThat(Faults.isAboutTrust(new IOException(new IllegalStateException(certificate))))
                .isTrue();
        assertThat(Faults.isAboutTrust(new SSLHandshakeException("x"))).isFalse();
        assertThat(Faults.isAboutTrust(new IOException(new IOException("x")))).isFalse();
    }
}
