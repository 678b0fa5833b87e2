package dev.keyhole.tls;

import dev.keyhole.spi.ConfigurationException;
import dev.keyhole.spi.Option;
import dev.keyhole.spi.Problem;
import dev.keyhole.tls.Pem.Block;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;

/** Makes the JDK's TLS context of PEM files. */
public final class TlsMaterial {

    private static final Map<String, String> SIGNATURES = Map.of(
            "RSA", "SHA256withRSA",
            "EC", "SHA256withECDSA",
            "RSASSA-PSS", "RSASSA-PSS",
            "EdDSA", "EdDSA");
    private static final char[] NO_PASSWORD = {};

    private final TlsSettings settings;
    private final List<Problem> problems = new ArrayList<>();

    private TlsMaterial(TlsSettings settings) {
        this.settings = settings;
    }

    /**
     * @throws ConfigurationException with everything that is wrong with the files
     */
    public static SSLContext read(TlsSettings settings) {
        return new TlsMaterial(settings).context();
    }

    private SSLContext context() {
        Optional<TrustManager> trust = settings.allowUnverifiedPeer() ? Optional.of(new NoTrust()) : trust();
        KeyManager[] keys = keys();
        if (!problems.isEmpty()) {
            throw new ConfigurationException(problems);
        }
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys, new TrustManager[] {trust.orElseThrow()}, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private Optional<TrustManager> trust() {
        List<X509Certificate> authorities = settings.authorities()
                .map(file -> certificates(TlsOptions.CA_KEY, file))
                .orElse(List.of());
        if (authorities.isEmpty()) {
            return Optional.empty();
        }
        try {
            KeyStore store = emptyStore();
            for (int i = 0; i < authorities.size(); i++) {
                store.setCertificateEntry("authority-" + i, authorities.get(i));
            }
            TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
            factory.init(store);
            return Optional.of(new ServerTrust(
                    (X509ExtendedTrustManager) factory.getTrustManagers()[0],
                    new HashSet<>(authorities),
                    settings.allowSelfSigned()));
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private KeyManager[] keys() {
        if (settings.certificate().isEmpty() || settings.key().isEmpty()) {
            return new KeyManager[0];
        }
        List<X509Certificate> chain =
                certificates(TlsOptions.CERTIFICATE, settings.certificate().get());
        try {
            PrivateKey key = PemKey.read(settings.key().get());
            if (chain.isEmpty()) {
                return new KeyManager[0];
            }
            if (!belongTogether(key, chain.get(0))) {
                problems.add(Problem.of(TlsOptions.KEY, "'Key' isn't the key of the certificate in 'Certificate'"));
                return new KeyManager[0];
            }
            KeyStore store = emptyStore();
            store.setKeyEntry("client", key, NO_PASSWORD, chain.toArray(X509Certificate[]::new));
            KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            factory.init(store, NO_PASSWORD);
            return factory.getKeyManagers();
        } catch (IOException e) {
            problems.add(unreadable(TlsOptions.KEY, settings.key().get(), e));
            return new KeyManager[0];
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static boolean belongTogether(PrivateKey key, X509Certificate certificate) {
        try {
            Signature signature = Signature.getInstance(SIGNATURES.getOrDefault(key.getAlgorithm(), "EdDSA"));
            signature.initSign(key);
            signature.update(certificate.getEncoded());
            byte[] signed = signature.sign();
            signature.initVerify(certificate.getPublicKey());
            signature.update(certificate.getEncoded());
            return signature.verify(signed);
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    private List<X509Certificate> certificates(Option<Path> option, Path file) {
        List<X509Certificate> certificates = new ArrayList<>();
        try {
            for (Block block : Pem.read(file)) {
                if (block.label().equals("CERTIFICATE")) {
                    certificates.add((X509Certificate) CertificateFactory.getInstance("X.509")
                            .generateCertificate(new ByteArrayInputStream(block.content())));
                }
            }
            if (certificates.isEmpty()) {
                throw new IOException("there is no certificate in it");
            }
        } catch (IOException e) {
            problems.add(unreadable(option, file, e));
        } catch (CertificateException e) {
            problems.add(unreadable(option, file, new IOException("a certificate in it can't be read", e)));
        }
        return certificates;
    }

    private static Problem unreadable(Option<Path> option, Path file, IOException e) {
        String why = e instanceof NoSuchFileException ? "there is no such file" : e.getMessage();
        return Problem.of(option, "'" + option.name() + "', the file " + file + ", can't be used: " + why);
    }

    private static KeyStore emptyStore() throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        return store;
    }
}
