package dev.keyhole.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.keyhole.spi.ConfigurationException;
import dev.keyhole.spi.Option;
import dev.keyhole.spi.OptionSchema;
import dev.keyhole.spi.Problem;
import dev.keyhole.spi.RawOption;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TlsMaterialTest {

    private static final OptionSchema SCHEMA = OptionSchema.of(
            TlsOptions.CERTIFICATE,
            TlsOptions.KEY,
            TlsOptions.CA_KEY,
            TlsOptions.ALLOW_UNVERIFIED_PEER,
            TlsOptions.ALLOW_SELF_SIGNED);

    @ParameterizedTest
    @CsvSource({
        "server,authority,false,false",
        "server,bundle,false,false",
        "selfsigned,selfsigned,true,false",
        "expired,,false,true",
        "elsewhere,,false,true",
    })
    void aServerThatIsVouchedForIsBelieved(String server, String authorities, boolean allowSelfSigned, boolean allowAny)
            throws Exception {
        assertThat(handshake(server, settings(authorities, allowSelfSigned, allowAny)))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "server,stranger,false,unable to find valid certification path",
        "elsewhere,authority,false,No subject alternative DNS name matching localhost",
        "expired,authority,false,NotAfter",
        "selfsigned,authority,true,self-signed and not in 'CAKey'",
        "selfsigned,selfsigned,false,self-signed, which needs 'AllowSelfSigned'",
        "selfexpired,selfexpired,true,NotAfter",
    })
    void anyOtherServerIsNot(String server, String authorities, boolean allowSelfSigned, String why) throws Exception {
        assertThat(handshake(server, settings(authorities, allowSelfSigned, false)))
                .hasValueSatisfying(message -> assertThat(message).contains(why.replace("''", "'")));
    }

    @Test
    void oursIsShownToAServerThatAsks() throws Exception {
        for (String[] pair : List.of(
                new String[] {"rsa", "rsa-pkcs8"}, new String[] {"rsa", "rsa-pkcs1"}, new String[] {"ec", "ec-sec1"})) {
            TlsSettings settings = settings(
                    TlsOptions.CA_KEY, TestFiles.pem("authority").toString(),
                    TlsOptions.CERTIFICATE, TestFiles.pem(pair[0]).toString(),
                    TlsOptions.KEY, TestFiles.pem(pair[1]).toString());

            assertThat(handshake("server", settings, true)).isEmpty();
        }
    }

    @Test
    void everythingThatIsWrongWithTheFilesIsSaidAtOnce() {
        TlsSettings settings = settings(
                TlsOptions.CA_KEY, TestFiles.pem("missing").toString(),
                TlsOptions.CERTIFICATE, TestFiles.pem("rsa").toString(),
                TlsOptions.KEY, TestFiles.pem("ec-pkcs8").toString());

        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> TlsMaterial.read(settings))
                .satisfies(e ->
                        assertThat(e.problems()).extracting(Problem::option).containsExactly("CAKey", "Key"));
    }

    @Test
    void whatIsLessSafeThanItLooksIsAProblem() {
        assertThat(settings("", false, false).problems(true))
                .extracting(Problem::option)
                .containsExactly("CAKey");
        assertThat(settings("", false, false).problems(false)).isEmpty();
        assertThat(settings("", true, false).problems(false))
                .extracting(Problem::option)
                .containsExactly("AllowSelfSigned");
        assertThat(settings(TlsOptions.CERTIFICATE, "c.pem").problems(false))
                .extracting(Problem::message)
                .containsExactly("'Certificate' needs 'Key' beside it");
        assertThat(settings(TlsOptions.KEY, "k.pem").problems(false))
                .extracting(Problem::message)
                .containsExactly("'Key' needs 'Certificate' beside it");
    }

    private static TlsSettings settings(String authorities, boolean allowSelfSigned, boolean allowAny) {
        List<Object> given = new ArrayList<>(List.of(
                TlsOptions.ALLOW_SELF_SIGNED, String.valueOf(allowSelfSigned),
                TlsOptions.ALLOW_UNVERIFIED_PEER, String.valueOf(allowAny)));
        if (authorities != null && !authorities.isEmpty()) {
            given.addAll(List.of(TlsOptions.CA_KEY, TestFiles.pem(authorities).toString()));
        }
        return settings(given.toArray());
    }

    private static TlsSettings settings(Object... given) {
        List<RawOption> raw = new ArrayList<>();
        for (int i = 0; i < given.length; i += 2) {
            raw.add(new RawOption(((Option<?>) given[i]).name(), (String) given[i + 1], "test.xml:1"));
        }
        return TlsSettings.of(SCHEMA.readModule(raw).orThrow());
    }

    private static Optional<String> handshake(String server, TlsSettings settings) throws Exception {
        return handshake(server, settings, false);
    }

    /** Why there is none; empty if there is. */
    private static Optional<String> handshake(String name, TlsSettings settings, boolean asks) throws Exception {
        try (SSLServerSocket server = (SSLServerSocket)
                server(name).getServerSocketFactory().createServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
            server.setNeedClientAuth(asks);
            CompletableFuture<Boolean> greeted = CompletableFuture.supplyAsync(() -> {
                try (SSLSocket accepted = (SSLSocket) server.accept()) {
                    accepted.getOutputStream().write(1);
                    return accepted.getInputStream().read() == 2;
                } catch (IOException e) {
                    return false;
                }
            });
            try (SSLSocket client = (SSLSocket)
                    TlsMaterial.read(settings).getSocketFactory().createSocket("localhost", server.getLocalPort())) {
                if (!settings.allowUnverifiedPeer()) {
                    SSLParameters parameters = client.getSSLParameters();
                    parameters.setEndpointIdentificationAlgorithm("HTTPS");
                    client.setSSLParameters(parameters);
                }
                client.startHandshake();
                assertThat(client.getInputStream().read()).isEqualTo(1);
                client.getOutputStream().write(2);
                assertThat(greeted.get()).isTrue();
                return Optional.empty();
            } catch (IOException e) {
                return Optional.of(String.valueOf(e.getMessage()));
            }
        }
    }

    private static SSLContext server(String name) throws IOException, GeneralSecurityException {
        char[] password = "changeit".toCharArray();
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = TlsMaterialTest.class.getResourceAsStream("/tls/" + name + ".p12")) {
            store.load(in, password);
        }
        KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
        keys.init(store, password);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), new TrustManager[] {new NoTrustOfClients()}, null);
        return context;
    }

    /** Takes any client. */
    private static final class NoTrustOfClients extends javax.net.ssl.X509ExtendedTrustManager {
        @Override
        public void checkClientTrusted(java.security.cert.X509Certificate[] c, String a, java.net.Socket s) {}

        @Override
        public void checkClientTrusted(java.security.cert.X509Certificate[] c, String a, javax.net.ssl.SSLEngine e) {}

        @Override
        public void checkClientTrusted(java.security.cert.X509Certificate[] c, String a) {}

        @Override
        public void checkServerTrusted(java.security.cert.X509Certificate[] c, String a, java.net.Socket s) {}

        @Override
        public void checkServerTrusted(java.security.cert.X509Certificate[] c, String a, javax.net.ssl.SSLEngine e) {}

        @Override
        public void checkServerTrusted(java.security.cert.X509Certificate[] c, String a) {}

        @Override
        public java.security.cert.X509Certificate[] getAcceptedIssuers() {
            return new java.security.cert.X509Certificate[0];
        }
    }
}
