package dev.keyhole.tls;

import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Set;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * Believes servers that an authority of ours vouches for. A self-signed certificate vouches for itself; the JDK believes
 * it if it is among the authorities, even when it has expired. Here that needs to be allowed, and it may not be expired.
 */
final class ServerTrust extends X509ExtendedTrustManager {

    private final X509ExtendedTrustManager standard;
    private final Set<X509Certificate> authorities;
    private final boolean allowSelfSigned;

    ServerTrust(X509ExtendedTrustManager standard, Set<X509Certificate> authorities, boolean allowSelfSigned) {
        this.standard = standard;
        this.authorities = Set.copyOf(authorities);
        this.allowSelfSigned = allowSelfSigned;
    }

    private void checkLeaf(X509Certificate[] chain) throws CertificateException {
        X509Certificate leaf = chain[0];
        leaf.checkValidity();
        if (isSelfSigned(leaf)) {
            if (!authorities.contains(leaf)) {
                throw new CertificateException("the server's certificate is self-signed and not in 'CAKey'");
            }
            if (!allowSelfSigned) {
                throw new CertificateException(
                        "the server's certificate is self-signed, which needs 'AllowSelfSigned'");
            }
        }
    }

    private static boolean isSelfSigned(X509Certificate certificate) {
        if (!certificate.getSubjectX500Principal().equals(certificate.getIssuerX500Principal())) {
            return false;
        }
        try {
            certificate.verify(certificate.getPublicKey());
            return true;
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        checkLeaf(chain);
        standard.checkServerTrusted(chain, authType, socket);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        checkLeaf(chain);
        standard.checkServerTrusted(chain, authType, engine);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        checkLeaf(chain);
        standard.checkServerTrusted(chain, authType);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        throw new CertificateException("no client is believed here");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        throw new CertificateException("no client is believed here");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        throw new CertificateException("no client is believed here");
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return standard.getAcceptedIssuers();
    }
}
