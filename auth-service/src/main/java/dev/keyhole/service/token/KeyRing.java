package dev.keyhole.service.token;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.util.JSONObjectUtils;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.text.ParseException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The keys of the service: the first signs; tokens of the others are still accepted, and their public halves published, so
 * that keys can be changed while tokens of the old one live. Immutable.
 */
record KeyRing(List<SigningKey> keys) {

    private static final int MAX_KEYS = 20;

    KeyRing {
        keys = List.copyOf(keys);
    }

    /**
     * Reads a JWK or a JWK Set (RFC 7517). Unlike a set that others publish, every key in it must be good.
     *
     * @throws UnusableKeyException if anything in it isn't
     */
    static KeyRing parse(byte[] json) throws UnusableKeyException {
        List<Map<String, Object>> objects = objects(json);
        if (objects.isEmpty() || objects.size() > MAX_KEYS) {
            throw new UnusableKeyException("there must be from 1 to " + MAX_KEYS + " keys in it");
        }
        List<SigningKey> keys = new ArrayList<>();
        Set<String> ids = new HashSet<>();
        for (int i = 0; i < objects.size(); i++) {
            try {
                SigningKey key = SigningKey.of(jwk(objects.get(i)));
                if (key.id().filter(id -> !ids.add(id)).isPresent()) {
                    throw new UnusableKeyException("another one has the same 'kid'");
                }
                keys.add(key);
            } catch (UnusableKeyException e) {
                throw new UnusableKeyException("key " + (i + 1) + " can't be used: " + e.getMessage());
            }
        }
        return new KeyRing(keys);
    }

    private static List<Map<String, Object>> objects(byte[] json) throws UnusableKeyException {
        try {
            Map<String, Object> object = JSONObjectUtils.parse(
                    UTF_8.newDecoder().decode(ByteBuffer.wrap(json)).toString());
            return object.containsKey("keys")
                    ? List.of(Objects.requireNonNull(JSONObjectUtils.getJSONObjectArray(object, "keys")))
                    : List.of(object);
        } catch (ParseException | CharacterCodingException | RuntimeException e) {
            // Its message would show what is in there.
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

    SigningKey signing() {
        return keys.get(0);
    }

    /** Those that may have signed a token with this header. */
    List<SigningKey> candidates(JWSAlgorithm algorithm, Optional<String> keyId) {
        return keys.stream()
                .filter(key -> key.algorithm().equals(algorithm) && key.id().equals(keyId))
                .toList();
    }

    /** The public halves, as a JWK Set. */
    String published() {
        return keys.stream()
                .map(SigningKey::published)
                .flatMap(Optional::stream)
                .collect(Collectors.joining(",", "{\"keys\":[", "]}"));
    }
}
