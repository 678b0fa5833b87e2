package dev.keyhole.token;

import com.nimbusds.jose.JWSAlgorithm;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The signature algorithms of RFC 7518 and 8037 that are known here, each bound to one kind of key. {@code none} isn't
 * one of them.
 */
enum Algorithm {
    HS256(Family.SECRET, 256),
    HS384(Family.SECRET, 384),
    HS512(Family.SECRET, 512),
    RS256(Family.RSA, 2048),
    RS384(Family.RSA, 2048),
    RS512(Family.RSA, 2048),
    PS256(Family.RSA, 2048),
    PS384(Family.RSA, 2048),
    PS512(Family.RSA, 2048),
    ES256(Family.P_256, 256),
    ES384(Family.P_384, 384),
    ES512(Family.P_521, 521),
    EDDSA(Family.ED25519, 256);

    /** A kind of key. A key is of one family for good, whatever a token says. */
    enum Family {
        SECRET,
        RSA,
        P_256,
        P_384,
        P_521,
        ED25519
    }

    private final Family family;
    private final int leastBits;

    Algorithm(Family family, int leastBits) {
        this.family = family;
        this.leastBits = leastBits;
    }

    Family family() {
        return family;
    }

    /** Shorter keys are too weak (RFC 7518, sections 3.2 and 3.3). */
    int leastBits() {
        return leastBits;
    }

    boolean isSymmetric() {
        return family == Family.SECRET;
    }

    /** As a header writes it. */
    String headerName() {
        return this == EDDSA ? "EdDSA" : name();
    }

    JWSAlgorithm jws() {
        return JWSAlgorithm.parse(headerName());
    }

    /** Names in a header are case-sensitive. */
    static Optional<Algorithm> ofHeader(String name) {
        return Stream.of(values())
                .filter(algorithm -> algorithm.headerName().equals(name))
                .findFirst();
    }

    /** Names with commas or spaces between them, in any case. */
    static Set<Algorithm> parseList(String text) {
        Set<Algorithm> algorithms = EnumSet.noneOf(Algorithm.class);
        for (String name : text.strip().split("[,\\s]+")) {
            try {
                algorithms.add(valueOf(name.toUpperCase(Locale.ROOT)));
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException(
                        "'" + name + "' isn't one of HS256, HS384, HS512, RS256, RS384, RS512, PS256, PS384, PS512,"
                                + " ES256, ES384, ES512, EdDSA",
                        e);
            }
        }
        return Collections.unmodifiableSet(algorithms);
    }
}
