package dev.keyhole.service.token;

/** What kind of key to make. */
public enum KeyKind {
    /** A secret that both sides share: HS256, 256 bits. */
    SECRET,
    /** RS256, 3072 bits. */
    RSA,
    /** ES256, the curve P-256. */
    ELLIPTIC,
    /** EdDSA, the curve Ed25519. */
    ED25519
}
