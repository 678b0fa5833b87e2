package dev.keyhole.service.token;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.util.Base64URL;
import dev.keyhole.spi.Secret;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.util.Arrays;

/** Makes keys to sign tokens with. */
public final class NewKey {

    private static final int SECRET_BYTES = 32;
    private static final int RSA_BITS = 3072;
    private static final int ED25519_BYTES = 32;

    private NewKey() {}

    /**
     * A new key as a JWK (RFC 7517) on one line, private half included. All but a shared secret have an id, the
     * thumbprint of RFC 7638.
     */
    public static Secret jwk(KeyKind kind, SecureRandom random) {
        try {
            return Secret.of(
                    switch (kind) {
                        case SECRET -> secret(random);
                        case RSA -> rsa(random);
                        case ELLIPTIC -> elliptic(random);
                        case ED25519 -> ed25519(random);
                    });
        } catch (GeneralSecurityException | JOSEException e) {
            throw new IllegalStateException("every JDK can make such a key", e);
        }
    }

    private static String secret(SecureRandom random) {
        byte[] bytes = new byte[SECRET_BYTES];
        random.nextBytes(bytes);
        return "{\"k\":\"" + Base64URL.encode(bytes) + "\",\"kty\":\"oct\"}";
    }

    private static String rsa(SecureRandom random) throws GeneralSecurityException, JOSEException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(RSA_BITS, random);
        KeyPair pair = generator.generateKeyPair();
        JWK key = new RSAKey.Builder((RSAPublicKey) pair.getPublic())
                .privateKey(pair.getPrivate())
                .keyUse(KeyUse.SIGNATURE)
                .algorithm(JWSAlgorithm.RS256)
                .keyIDFromThumbprint()
                .build();
        return key.toJSONString();
    }

    private static String elliptic(SecureRandom random) throws GeneralSecurityException, JOSEException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"), random);
        KeyPair pair = generator.generateKeyPair();
        JWK key = new ECKey.Builder(Curve.P_256, (ECPublicKey) pair.getPublic())
                .privateKey(pair.getPrivate())
                .keyUse(KeyUse.SIGNATURE)
                .algorithm(JWSAlgorithm.ES256)
                .keyIDFromThumbprint()
                .build();
        return key.toJSONString();
    }

    /** The library would need another one for this; the two halves are the last bytes of the JDK's encodings. */
    private static String ed25519(SecureRandom random) throws GeneralSecurityException, JOSEException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("Ed25519");
        generator.initialize(255, random);
        KeyPair pair = generator.generateKeyPair();
        JWK key = new OctetKeyPair.Builder(Curve.Ed25519, last(pair.getPublic().getEncoded()))
                .d(last(pair.getPrivate().getEncoded()))
                .keyUse(KeyUse.SIGNATURE)
                .algorithm(JWSAlgorithm.EdDSA)
                .keyIDFromThumbprint()
                .build();
        return key.toJSONString();
    }

    private static Base64URL last(byte[] encoded) {
        return Base64URL.encode(Arrays.copyOfRange(encoded, encoded.length - ED25519_BYTES, encoded.length));
    }
}
