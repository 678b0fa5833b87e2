package dev.keyhole.token;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Makes tokens, good and bad, and the keys to make them with. */
final class Tokens {

    /** The start of manual time: 1 January 2026. */
    static final long NOW = 1_767_225_600L;

    static final byte[] SECRET = "0123456789abcdef0123456789abcdef".getBytes(US_ASCII);
    static final RSAKey RSA;
    static final RSAKey OTHER_RSA;
    static final ECKey EC;
    static final KeyPair ED;

    static {
        try {
            RSA = new RSAKeyGenerator(2048).keyID("rsa").generate();
            OTHER_RSA = new RSAKeyGenerator(2048).keyID("rsa").generate();
            EC = new ECKeyGenerator(Curve.P_256).keyID("ec").generate();
            ED = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        } catch (JOSEException | GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private Tokens() {}

    static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    static String base64(String text) {
        return base64(text.getBytes(UTF_8));
    }

    /** The secret as a JWK. */
    static String secretJwk() {
        return secretJwk(SECRET, "");
    }

    static String secretJwk(byte[] secret, String more) {
        return "{\"kty\":\"oct\",\"k\":\"" + base64(secret) + "\"" + more + "}";
    }

    static String edJwk() {
        byte[] encoded = ED.getPublic().getEncoded();
        return "{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"kid\":\"ed\",\"x\":\""
                + base64(Arrays.copyOfRange(encoded, encoded.length - 32, encoded.length)) + "\"}";
    }

    static String set(String... jwks) {
        return "{\"keys\":[" + String.join(",", jwks) + "]}";
    }

    /** Claims of a user, good for five minutes. */
    static String claims(String user) {
        return claims(user, "");
    }

    /** With more of them, each after a comma. */
    static String claims(String user, String more) {
        return "{\"login\":\"" + user + "\",\"iat\":" + NOW + ",\"exp\":" + (NOW + 300) + more + "}";
    }

    /** A token of the user, good for five minutes, signed with the secret. */
    static String of(String user) {
        return hs256("{\"alg\":\"HS256\",\"typ\":\"JWT\"}", claims(user));
    }

    /** A token with these claims, signed with the secret. */
    static String withClaims(String claims) {
        return hs256("{\"alg\":\"HS256\"}", claims);
    }

    /** A token with this header, signed with the secret by HS256 whatever the header says. */
    static String withHeader(String header) {
        return hs256(header, claims("falken"));
    }

    static String hs256(String header, String payload) {
        return mac("HmacSHA256", SECRET, header, payload.getBytes(UTF_8));
    }

    static String mac(String mac, byte[] secret, String header, byte[] payload) {
        String signed = base64(header) + "." + base64(payload);
        try {
            Mac hash = Mac.getInstance(mac);
            hash.init(new SecretKeySpec(secret, mac));
            return signed + "." + base64(hash.doFinal(signed.getBytes(US_ASCII)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    static String rsa(String algorithm, RSAKey key, String payload) {
        try {
            return signed(algorithm, key.getKeyID(), payload, new RSASSASigner(key));
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    static String ec(String algorithm, ECKey key, String payload) {
        try {
            return signed(algorithm, key.getKeyID(), payload, new ECDSASigner(key));
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String signed(String algorithm, String keyId, String payload, JWSSigner signer)
            throws JOSEException {
        String header = "{\"alg\":\"" + algorithm + "\",\"kid\":\"" + keyId + "\"}";
        String signed = base64(header) + "." + base64(payload);
        return signed + "." + signer.sign(new JWSHeader(JWSAlgorithm.parse(algorithm)), signed.getBytes(US_ASCII));
    }

    static String ed(String payload) {
        String signed = base64("{\"alg\":\"EdDSA\",\"kid\":\"ed\"}") + "." + base64(payload);
        try {
            Signature signature = Signature.getInstance("Ed25519");
            signature.initSign(ED.getPrivate());
            signature.update(signed.getBytes(US_ASCII));
            return signed + "." + base64(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
