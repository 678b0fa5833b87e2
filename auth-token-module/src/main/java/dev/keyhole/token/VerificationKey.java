package dev.keyhole.token;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.crypto.MACVerifier;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.KeyOperation;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.jwk.OctetSequenceKey;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.util.Base64URL;
import dev.keyhole.token.Algorithm.Family;
import java.util.Optional;
import java.util.Set;

/** A key to verify signatures with. Its family is fixed by what it is, never by what a token says. Thread-safe. */
final class VerificationKey {

    private final Optional<String> id;
    private final Family family;
    private final int bits;
    private final Optional<String> onlyFor;
    private final Check check;

    /** Verifies one signature. */
    private interface Check {
        boolean verify(Algorithm algorithm, byte[] signed, Base64URL signature) throws JOSEException;
    }

    private VerificationKey(JWK jwk, Family family, int bits, Check check) {
        this.id = Optional.ofNullable(jwk.getKeyID());
        this.family = family;
        this.bits = bits;
        this.onlyFor = Optional.ofNullable(jwk.getAlgorithm()).map(com.nimbusds.jose.Algorithm::getName);
        this.check = check;
    }

    /**
     * @throws UnusableKeyException if no signature can be verified with it
     */
    static VerificationKey of(JWK jwk) throws UnusableKeyException {
        checkUse(jwk);
        try {
            return make(jwk);
        } catch (JOSEException | IllegalArgumentException e) {
            throw new UnusableKeyException("it can't be used to verify signatures");
        }
    }

    private static void checkUse(JWK jwk) throws UnusableKeyException {
        KeyUse use = jwk.getKeyUse();
        if (use != null && !use.equals(KeyUse.SIGNATURE)) {
            throw new UnusableKeyException("its 'use' isn't 'sig'");
        }
        Set<KeyOperation> operations = jwk.getKeyOperations();
        if (operations != null
                && !operations.contains(KeyOperation.VERIFY)
                && !operations.contains(KeyOperation.SIGN)) {
            throw new UnusableKeyException("its 'key_ops' have nothing to do with signatures");
        }
    }

    private static VerificationKey make(JWK jwk) throws JOSEException, UnusableKeyException {
        if (jwk instanceof OctetSequenceKey secret) {
            byte[] bytes = secret.toByteArray();
            return new VerificationKey(
                    jwk, Family.SECRET, bytes.length * Byte.SIZE, nimbus(() -> new MACVerifier(bytes)));
        }
        if (jwk instanceof RSAKey rsa) {
            RSASSAVerifier verifier = new RSASSAVerifier(rsa.toRSAPublicKey());
            return new VerificationKey(jwk, Family.RSA, rsa.size(), nimbus(() -> verifier));
        }
        if (jwk instanceof ECKey elliptic) {
            ECDSAVerifier verifier = new ECDSAVerifier(elliptic.toECPublicKey());
            return new VerificationKey(jwk, family(elliptic.getCurve()), elliptic.size(), nimbus(() -> verifier));
        }
        if (jwk instanceof OctetKeyPair pair && Curve.Ed25519.equals(pair.getCurve())) {
            Ed25519 verifier = new Ed25519(pair.getDecodedX());
            return new VerificationKey(
                    jwk,
                    Family.ED25519,
                    pair.size(),
                    (algorithm, signed, signature) -> verifier.verify(signed, signature.decode()));
        }
        throw new UnusableKeyException("its kind isn't known");
    }

    private static Family family(Curve curve) throws UnusableKeyException {
        if (curve.equals(Curve.P_256)) {
            return Family.P_256;
        }
        if (curve.equals(Curve.P_384)) {
            return Family.P_384;
        }
        if (curve.equals(Curve.P_521)) {
            return Family.P_521;
        }
        throw new UnusableKeyException("its curve isn't known");
    }

    /** Makes a verifier when it is wanted: one for a secret that is too short can't be made at all. */
    private interface VerifierMaker {
        JWSVerifier make() throws JOSEException;
    }

    private static Check nimbus(VerifierMaker maker) {
        // The header is made here, so that nothing of the token's own gets into it.
        return (algorithm, signed, signature) -> maker.make().verify(new JWSHeader(algorithm.jws()), signed, signature);
    }

    Optional<String> id() {
        return id;
    }

    boolean isSecret() {
        return family == Family.SECRET;
    }

    /** Whether tokens of this algorithm are signed with a key like this one. */
    boolean fits(Algorithm algorithm) {
        return algorithm.family() == family
                && bits >= algorithm.leastBits()
                && onlyFor.map(algorithm.headerName()::equals).orElse(true);
    }

    /** Whether a token that names this key may mean it: one without an id is meant by every token. */
    boolean isMeantBy(Optional<String> keyId) {
        return keyId.isEmpty() || id.isEmpty() || id.equals(keyId);
    }

    /** Whether the signature is of this key. Takes the same time for all signatures of one length. */
    boolean verify(Algorithm algorithm, byte[] signed, String signature) {
        try {
            return fits(algorithm) && check.verify(algorithm, signed, new Base64URL(signature));
        } catch (JOSEException | RuntimeException e) {
            return false; // a signature that isn't even one
        }
    }

    /** Tells its kind, never the key. */
    @Override
    public String toString() {
        return "VerificationKey[" + family + "]";
    }
}
