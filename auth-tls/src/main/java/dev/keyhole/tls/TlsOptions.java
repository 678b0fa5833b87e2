package dev.keyhole.tls;

import dev.keyhole.spi.Option;
import java.nio.file.Path;

/** The options of TLS, the same in every module that talks to a server. */
public final class TlsOptions {

    public static final Option<Path> CERTIFICATE =
            Option.path("Certificate", "PEM file of our certificate and its chain, for services that ask for one");

    public static final Option<Path> KEY =
            Option.path("Key", "PEM file of the key of our certificate, without a passphrase");

    public static final Option<Path> CA_KEY = Option.path(
            "CAKey", "PEM file of the certificates of the authorities that are believed; required for https");

    public static final Option<Boolean> ALLOW_UNVERIFIED_PEER = Option.bool(
                    "AllowUnverifiedPeer",
                    "accept any certificate: whoever is in between reads and changes what he likes, passwords included")
            .withDefault(false);

    public static final Option<Boolean> ALLOW_SELF_SIGNED = Option.bool(
                    "AllowSelfSigned", "accept a self-signed certificate if it is in CAKey")
            .withDefault(false);

    private TlsOptions() {}
}
