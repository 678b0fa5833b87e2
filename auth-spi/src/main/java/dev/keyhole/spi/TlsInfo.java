package dev.keyhole.spi;

import static java.util.Objects.requireNonNull;

import java.security.cert.X509Certificate;
import java.util.List;

/**
 * The TLS session of a connection.
 *
 * @param protocol the negotiated version, for instance {@code TLSv1.3}
 * @param cipherSuite the negotiated cipher suite
 * @param peerCertificates the client's certificate and its chain, leaf first; empty if it sent none
 */
public record TlsInfo(String protocol, String cipherSuite, List<X509Certificate> peerCertificates) {
    public TlsInfo {
        requireNonNull(protocol);
        requireNonNull(cipherSuite);
        peerCertificates = List.copyOf(peerCertificates);
    }
}
