package dev.keyhole.service;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.keyhole.spi.ConfigurationException;
import dev.keyhole.spi.Problem;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.jetty.util.ssl.SslContextFactory;

/**
 * The service's certificate, and whom it takes connections from.
 *
 * @param certificate PEM, with those that lead to the authority behind it
 * @param key PEM, PKCS #8, not encrypted
 * @param clientAuthority PEM; clients must have a certificate of that authority, if there is one
 */
record TlsSettings(Path certificate, Path key, Optional<Path> clientAuthority) {

    private static final Pattern PEM_KEY =
            Pattern.compile("-----BEGIN PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)-----END PRIVATE KEY-----");
    private static final List<String> KEY_ALGORITHMS = List.of("RSA", "EC", "Ed25519");

    /** @throws ConfigurationException with everything that is wrong with the files */
    SslContextFactory.Server contextFactory() {
        List<Problem> problems = new ArrayList<>();
        List<Certificate> chain = certificates(certificate, problems);
        Optional<PrivateKey> privateKey = privateKey(problems);
        List<Certificate> authorities =
                clientAuthority.map(file -> certificates(file, problems)).orElse(List.of());
        if (!problems.isEmpty()) {
            throw new ConfigurationException(problems);
        }
        try {
            char[] password = Long.toHexString(new SecureRandom().nextLong()).toCharArray();
            SslContextFactory.Server factory = new SslContextFactory.Server();
            KeyStore keys = emptyStore();
            keys.setKeyEntry("service", privateKey.orElseThrow(), password, chain.toArray(new Certificate[0]));
            factory.setKeyStore(keys);
            factory.setKeyStorePassword(new String(password));
            factory.setIncludeProtocols("TLSv1.3", "TLSv1.2");
            if (!authorities.isEmpty()) {
                KeyStore trusted = emptyStore();
                for (int i = 0; i < authorities.size(); i++) {
                    trusted.setCertificateEntry("authority" + i, authorities.get(i));
                }
                factory.setTrustStore(trusted);
                factory.setNeedClientAuth(true);
            }
            return factory;
        } catch (GeneralSecurityException | IOException e) {
            throw new ConfigurationException(
                    List.of(Problem.of("certificate and key don't go together: " + e.getMessage())
                            .at(certificate.toString())));
        }
    }

    private static KeyStore emptyStore() throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        return store;
    }

    private static List<Certificate> certificates(Path file, List<Problem> problems) {
        try {
            byte[] content = Files.readAllBytes(file);
            List<Certificate> chain = List.copyOf(
                    CertificateFactory.getInstance("X.509").generateCertificates(new ByteArrayInputStream(content)));
            if (chain.isEmpty()) {
                problems.add(Problem.of("there is no certificate in it; PEM is expected")
                        .at(file.toString()));
            }
            return chain;
        } catch (IOException e) {
            problems.add(UnreadableFile.problem(file, e));
        } catch (GeneralSecurityException e) {
            problems.add(Problem.of("this isn't a certificate in PEM").at(file.toString()));
        }
        return List.of();
    }

    private Optional<PrivateKey> privateKey(List<Problem> problems) {
        String text;
        try {
            text = new String(Files.readAllBytes(key), US_ASCII);
        } catch (IOException e) {
            problems.add(UnreadableFile.problem(key, e));
            return Optional.empty();
        }
        Matcher matcher = PEM_KEY.matcher(text);
        if (matcher.find()) {
            byte[] encoded = Base64.getMimeDecoder().decode(matcher.group(1));
            for (String algorithm : KEY_ALGORITHMS) {
                try {
                    return Optional.of(
                            KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(encoded)));
                } catch (GeneralSecurityException e) {
                    // Of another kind, or none of them.
                }
            }
        }
        problems.add(
                Problem.of("this isn't an unencrypted private key in PKCS #8; 'openssl pkcs8 -topk8 -nodes' makes one")
                        .at(key.toString()));
        return Optional.empty();
    }
}
