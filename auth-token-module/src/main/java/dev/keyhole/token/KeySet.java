package dev.keyhole.token;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.util.JSONObjectUtils;
import java.text.ParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Keys to verify tokens with. Immutable.
 *
 * @param keys those that can be used
 * @param skipped for operators: keys that can't, and why
 * @param holdsSecrets whether whoever can read the set can sign tokens
 */
record KeySet(List<VerificationKey> keys, List<String> skipped, boolean holdsSecrets) {

    /** Each may have to be tried for a token that doesn't say which. */
    private static final int MAX_KEYS = 100;

    KeySet {
        keys = List.copyOf(keys);
        skipped = List.copyOf(skipped);
    }

    /**
     * Reads a JWK or a JWK Set (RFC 7517). Keys that can't be used are skipped, as section 5 wants it; so are those for
     * none of the algorithms.
     *
     * @param published whether everybody can read the set, so that a secret in it is none
     * @throws UnusableKeyException if it is neither, or if no key is left
     */
    static KeySet parse(byte[] json, Set<Algorithm> algorithms, boolean published) throws UnusableKeyException {
        List<Map<String, Object>> objects = objects(json);
        if (objects.size() > MAX_KEYS) {
            throw new UnusableKeyException("there are more than " + MAX_KEYS + " keys in it");
        }
        List<VerificationKey> keys = new ArrayList<>();
        List<String> skipped = new ArrayList<>();
        boolean secrets = false;
        for (int i = 0; i < objects.size(); i++) {
            try {
                JWK jwk = jwk(objects.get(i));
                secrets |= jwk.isPrivate();
                keys.add(usable(VerificationKey.of(jwk), algorithms, published));
            } catch (UnusableKeyException e) {
                skipped.add("key " + (i + 1) + " isn't used: " + e.getMessage());
            }
        }
        if (keys.isEmpty()) {
            throw new UnusableKeyException(
                    skipped.isEmpty() ? "there is no key in it" : "no key in it can be used: " + skipped);
        }
        return new KeySet(keys, skipped, secrets);
    }

    private static VerificationKey usable(VerificationKey key, Set<Algorithm> algorithms, boolean published)
            throws UnusableKeyException {
        if (published && key.isSecret()) {
            throw new UnusableKeyException("it is a secret that is published, so anybody can sign with it");
        }
        if (algorithms.stream().noneMatch(key::fits)) {
            throw new UnusableKeyException("it is of the wrong kind or too short for "
                    + algorithms.stream().map(Algorithm::headerName).sorted().toList());
        }
        return key;
    }

    private static List<Map<String, Object>> objects(byte[] json) throws UnusableKeyException {
        try {
            JsonObject.parse("it", json);
            Map<String, Object> object = JSONObjectUtils.parse(new String(json, UTF_8));
            if (!object.containsKey("keys")) {
                return List.of(object);
            }
            return List.of(JSONObjectUtils.getJSONObjectArray(object, "keys"));
        } catch (InvalidTokenException e) {
            throw new UnusableKeyException(String.valueOf(e.getMessage()));
        } catch (ParseException | RuntimeException e) {
            // Its message would show what is in there, which may be a secret.
            throw new UnusableKeyException("it is neither a JWK nor a set of them");
        }
    }

    private static JWK jwk(Map<String, Object> object) throws UnusableKeyException {
        try {
            return JWK.parse(object);
        } catch (ParseException | RuntimeException e) {
            throw new UnusableKeyException("it isn't a JWK of a kind that is known");
        }
    }

    /** Those that a token with this header may be signed with. */
    List<VerificationKey> candidates(TokenHeader header) {
        return keys.stream()
                .filter(key -> key.fits(header.algorithm()) && key.isMeantBy(header.keyId()))
                .toList();
    }

    /** Whether there is a key by the id that the token gives; always for a token that gives none. */
    boolean knows(Optional<String> keyId) {
        return keys.stream().anyMatch(key -> key.isMeantBy(keyId));
    }

    @Override
    public String toString() {
        return "KeySet[" + keys.size() + " keys]";
    }
}
