package dev.keyhole.http;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.TrustManagerFactory;

/** Listeners for TLS on loopback, with the certificates of the test resources. */
final class TlsServers {

    private TlsServers() {}

    /** The path of a PEM file; if there is none of this name, a path where nothing is. */
    static String file(String name) {
        try {
            URL known = TlsServers.class.getResource("/tls/" + name + ".pem");
            return known == null
                    ? "/nowhere/" + name + ".pem"
                    : Path.of(known.toURI()).toString();
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    static SSLServerSocket listener(String certificate) throws IOException, GeneralSecurityException {
        return listener(certificate, false, "TLSv1.3", "TLSv1.2");
    }

    /**
     * @param asks whether it wants a certificate of the client, by the authority of the test resources
     */
    static SSLServerSocket listener(String certificate, boolean asks, String... versions)
            throws IOException, GeneralSecurityException {
        SSLServerSocket socket = (SSLServerSocket) context(certificate)
                .getServerSocketFactory()
                .createServerSocket(0, 100, InetAddress.getLoopbackAddress());
        socket.setEnabledProtocols(versions);
        socket.setNeedClientAuth(asks);
        return socket;
    }

    private static SSLContext context(String name) throws IOException, GeneralSecurityException {
        char[] password = "changeit".toCharArray();
        KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
        keys.init(store(name + ".p12", password), password);
        KeyStore believed = KeyStore.getInstance("PKCS12");
        believed.load(null, null);
        try (InputStream in = Files.newInputStream(Path.of(file("authority")))) {
            believed.setCertificateEntry(
                    "authority", CertificateFactory.getInstance("X.509").generateCertificate(in));
        }
        TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
        trust.init(believed);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
        return context;
    }

    private static KeyStore store(String name, char[] password) throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = TlsServers.class.getResourceAsStream("/tls/" + name)) {
            store.load(in, password);
        }
        return store;
    }
}
