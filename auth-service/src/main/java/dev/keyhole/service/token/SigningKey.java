package dev.keyhole.service.token;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.MACVerifier;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.jwk.OctetSequenceKey;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.util.Base64URL;
import java.util.Optional;

/** A private key, and the one algorithm it is used with. Thread-safe. */
final class SigningKey {

    private static final int LEAST_RSA_BITS = 2048;

    private final JWK jwk;
    private final JWSAlgorithm algorithm;
    private final Signer signer;
    private final Verifier verifier;

    /** Signs bytes. */
    interface Signer {
        Base64URL sign(byte[] bytes) throws JOSEException;
    }

    /** Verifies the signature of bytes. */
    interface Verifier {
        boolean verify(byte[] bytes, Base64URL signature) throws JOSEException;
    }

    private SigningKey(JWK jwk, JWSAlgorithm algorithm, Signer signer, Verifier verifier) {
        this.jwk = jwk;
        this.algorithm = algorithm;
        this.signer = signer;
        this.verifier = verifier;
    }

    /**
     * @throws UnusableKeyException if no token can be signed with it
     */
    static SigningKey of(JWK jwk) throws UnusableKeyException {
        if (!jwk.isPrivate()) {
            throw new UnusableKeyException("it has no private half to sign with");
        }
        if (jwk.getKeyUse() != null && !jwk.getKeyUse().equals(KeyUse.SIGNATURE)) {
            throw new UnusableKeyException("its 'use' isn't 'sig'");
        }
        JWSAlgorithm algorithm = algorithm(jwk);
        if (jwk.getAlgorithm() != null && !jwk.getAlgorithm().equals(algorithm)) {
            throw new UnusableKeyException("its 'alg' isn't one that fits it");
        }
        try {
            return jwk instanceof OctetKeyPair pair ? ed25519(pair, algorithm) : nimbus(jwk, algorithm);
        } catch (JOSEException | IllegalArgumentException e) {
            throw new UnusableKeyException("tokens can't be signed with it");
        }
    }

    /** What the key says, if it fits; else the usual one. */
    private static JWSAlgorithm algorithm(JWK jwk) throws UnusableKeyException {
        JWSAlgorithm asked = Optional.ofNullable(jwk.getAlgorithm())
                .map(algorithm -> JWSAlgorithm.parse(algorithm.getName()))
                .orElse(JWSAlgorithm.RS256);
        if (jwk instanceof OctetSequenceKey secret) {
            if (secret.size() < 256) {
                throw new UnusableKeyException("it is a secret of less than 256 bits");
            }
            return JWSAlgorithm.Family.HMAC_SHA.contains(asked) ? asked : JWSAlgorithm.HS256;
        }
        if (jwk instanceof RSAKey rsa) {
            if (rsa.size() < LEAST_RSA_BITS) {
                throw new UnusableKeyException("it is an RSA key of less than " + LEAST_RSA_BITS + " bits");
            }
            return JWSAlgorithm.Family.RSA.contains(asked) ? asked : JWSAlgorithm.RS256;
        }
        if (jwk instanceof ECKey elliptic) {
            if (elliptic.getCurve().equals(Curve.P_256)) {
                return JWSAlgorithm.ES256;
            }
            if (elliptic.getCurve().equals(Curve.P_384)) {
                return JWSAlgorithm.ES384;
            }
            if (elliptic.getCurve().equals(Curve.P_521)) {
                return JWSAlgorithm.ES512;
            }
        }
        if (jwk instanceof OctetKeyPair pair && Curve.Ed25519.equals(pair.getCurve())) {
            return JWSAlgorithm.EdDSA;
        }
        throw new UnusableKeyException("its kind isn't known");
    }

    private static SigningKey ed25519(OctetKeyPair pair, JWSAlgorithm algorithm) throws UnusableKeyException {
        Ed25519 key = new Ed25519(pair.getDecodedD(), pair.getDecodedX());
        SigningKey made = new SigningKey(
                pair,
                algorithm,
                bytes -> Base64URL.encode(key.sign(bytes)),
                (bytes, signature) -> key.verify(bytes, signature.decode()));
        return made.checked();
    }

    private static SigningKey nimbus(JWK jwk, JWSAlgorithm algorithm) throws JOSEException, UnusableKeyException {
        JWSHeader header = new JWSHeader(algorithm);
        JWSSigner signer;
        JWSVerifier verifier;
        if (jwk instanceof OctetSequenceKey secret) {
            signer = new MACSigner(secret);
            verifier = new MACVerifier(secret);
        } else if (jwk instanceof RSAKey rsa) {
            signer = new RSASSASigner(rsa);
            verifier = new RSASSAVerifier(rsa);
        } else {
            signer = new ECDSASigner(jwk.toECKey());
            verifier = new ECDSAVerifier(jwk.toECKey());
        }
        SigningKey made = new SigningKey(
                jwk,
                algorithm,
                bytes -> signer.sign(header, bytes),
                (bytes, signature) -> verifier.verify(header, bytes, signature));
        return made.checked();
    }

    /** Its halves may not belong together. */
    private SigningKey checked() throws UnusableKeyException {
        byte[] sample = {1, 2, 3};
        if (!verify(sample, sign(sample))) {
            throw new UnusableKeyException("its private and public halves don't belong together");
        }
        return this;
    }

    JWSAlgorithm algorithm() {
        return algorithm;
    }

    Optional<String> id() {
        return Optional.ofNullable(jwk.getKeyID());
    }

    Base64URL sign(byte[] bytes) throws UnusableKeyException {
        try {
            return signer.sign(bytes);
        } catch (JOSEException | RuntimeException e) {
            throw new UnusableKeyException("tokens can't be signed with it");
        }
    }

    boolean verify(byte[] bytes, Base64URL signature) {
        try {
            return verifier.verify(bytes, signature);
        } catch (JOSEException | RuntimeException e) {
            return false;
        }
    }

    /** What anybody may know, as a JWK; empty for a secret. */
    Optional<String> published() {
        if (jwk instanceof OctetSequenceKey) {
            return Optional.empty();
        }
        return Optional.ofNullable(jwk.toPublicJWK()).map(JWK::toJSONString);
    }

    @Override
    public String toString() {
        return "SigningKey[" + algorithm + "]";
    }
}
