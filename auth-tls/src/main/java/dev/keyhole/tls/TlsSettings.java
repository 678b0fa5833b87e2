package dev.keyhole.tls;

import dev.keyhole.spi.Options;
import dev.keyhole.spi.Problem;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The options of TLS.
 *
 * @param certificate PEM file of our own certificate and its chain
 * @param key PEM file of its key
 * @param authorities PEM file of the authorities that are believed
 * @param allowUnverifiedPeer whether any certificate will do
 * @param allowSelfSigned whether a self-signed certificate will do if it is among the authorities
 */
public record TlsSettings(
        Optional<Path> certificate,
        Optional<Path> key,
        Optional<Path> authorities,
        boolean allowUnverifiedPeer,
        boolean allowSelfSigned) {

    public static TlsSettings of(Options options) {
        return new TlsSettings(
                options.find(TlsOptions.CERTIFICATE),
                options.find(TlsOptions.KEY),
                options.find(TlsOptions.CA_KEY),
                options.get(TlsOptions.ALLOW_UNVERIFIED_PEER),
                options.get(TlsOptions.ALLOW_SELF_SIGNED));
    }

    /**
     * What can't work, or would be less safe than it looks.
     *
     * @param tls whether they are used at all
     */
    public List<Problem> problems(boolean tls) {
        List<Problem> problems = new ArrayList<>();
        if (certificate.isPresent() != key.isPresent()) {
            problems.add(
                    certificate.isPresent()
                            ? Problem.of(TlsOptions.CERTIFICATE, "'Certificate' needs 'Key' beside it")
                            : Problem.of(TlsOptions.KEY, "'Key' needs 'Certificate' beside it"));
        }
        if (tls && authorities.isEmpty() && !allowUnverifiedPeer) {
            problems.add(Problem.of(
                    TlsOptions.CA_KEY,
                    "https needs 'CAKey', the certificate of the authority that signed the server's; or, if it"
                            + " doesn't matter who answers, 'AllowUnverifiedPeer'"));
        }
        if (allowSelfSigned && authorities.isEmpty() && !allowUnverifiedPeer) {
            problems.add(Problem.of(
                    TlsOptions.ALLOW_SELF_SIGNED,
                    "'AllowSelfSigned' needs the certificate in 'CAKey', or 'AllowUnverifiedPeer' as well"));
        }
        return problems;
    }
}
