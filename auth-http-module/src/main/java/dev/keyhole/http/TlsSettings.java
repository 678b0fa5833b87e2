package dev.keyhole.http;

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
record TlsSettings(
        Optional<Path> certificate,
        Optional<Path> key,
        Optional<Path> authorities,
        boolean allowUnverifiedPeer,
        boolean allowSelfSigned) {

    static TlsSettings of(Options options) {
        return new TlsSettings(
                options.find(WebServiceOptions.CERTIFICATE),
                options.find(WebServiceOptions.KEY),
                options.find(WebServiceOptions.CA_KEY),
                options.get(WebServiceOptions.ALLOW_UNVERIFIED_PEER),
                options.get(WebServiceOptions.ALLOW_SELF_SIGNED));
    }

    /** What can't work, or would be less safe than it looks. */
    List<Problem> problems(boolean tls) {
        List<Problem> problems = new ArrayList<>();
        if (certificate.isPresent() != key.isPresent()) {
            problems.add(
                    certificate.isPresent()
                            ? Problem.of(WebServiceOptions.CERTIFICATE, "'Certificate' needs 'Key' beside it")
                            : Problem.of(WebServiceOptions.KEY, "'Key' needs 'Certificate' beside it"));
        }
        if (tls && authorities.isEmpty() && !allowUnverifiedPeer) {
            problems.add(Problem.of(
                    WebServiceOptions.CA_KEY,
                    "https needs 'CAKey', the certificate of the authority that signed the server's; or, if it"
                            + " doesn't matter who gets the passwords, 'AllowUnverifiedPeer'"));
        }
        if (allowSelfSigned && authorities.isEmpty() && !allowUnverifiedPeer) {
            problems.add(Problem.of(
                    WebServiceOptions.ALLOW_SELF_SIGNED,
                    "'AllowSelfSigned' needs the certificate in 'CAKey', or 'AllowUnverifiedPeer' as well"));
        }
        return problems;
    }
}
