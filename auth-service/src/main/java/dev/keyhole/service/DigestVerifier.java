package dev.keyhole.service;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.github.benmanes.caffeine.cache.Ticker;
import dev.keyhole.service.Brake.Lane;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Digest authentication (RFC 7616), with {@code qop=auth}: challenges that are the same for everybody, and what the
 * answers to them are worth. Who guesses is slowed down together with those who guess passwords. Thread-safe.
 */
final class DigestVerifier {

    /** What came of an answer. */
    enum Outcome {
        /** The user knows the password, and may log on. */
        ACCEPTED,
        /** It proves nothing, or there is no such user, or there is no digest hash of that user. */
        REJECTED,
        /** It answers a challenge that is too old, or isn't ours, or has been answered like this before. */
        STALE,
        /** It was made for another request. */
        MISDIRECTED,
        /** Too many wrong ones came before; nothing was found out. */
        BRAKED
    }

    /**
     * An answer's worth.
     *
     * @param user whose it is; of one that isn't known, what the answer said
     */
    record Finding(Outcome outcome, String user) {}

    private final Store store;
    private final Brake brake;
    private final DigestSettings settings;
    private final String realm;
    private final Nonces nonces;
    private final KeyedHash decoys = KeyedHash.withRandomKey(new SecureRandom());

    /** @param realm printable ASCII without quotes and backslashes */
    DigestVerifier(Store store, Brake brake, DigestSettings settings, String realm, Ticker ticker) {
        this.store = store;
        this.brake = brake;
        this.settings = settings;
        this.realm = realm;
        this.nonces = new Nonces(settings.nonceLifetime(), ticker);
    }

    /**
     * Challenges to show to whoever isn't known, the strongest first.
     *
     * @param stale whether the client may try again without asking its user
     */
    List<String> challenges(boolean stale) {
        String nonce = nonces.next();
        return settings.byStrength().stream()
                .map(algorithm -> "Digest realm=\"" + realm + "\", qop=\"auth\", algorithm=" + algorithm.token()
                        + ", nonce=\"" + nonce + "\", charset=UTF-8"
                        + (settings.userHash() ? ", userhash=true" : "")
                        + (stale ? ", stale=true" : ""))
                .collect(Collectors.toList());
    }

    /**
     * Finds out what an answer is worth.
     *
     * @param target of the request, as it was asked for
     * @throws StoreUnavailableException if the store of users can't be asked
     */
    Finding verify(DigestCredentials answer, String method, String target, Origin origin) {
        String claimed = answer.name().text();
        if (!settings.algorithms().contains(answer.algorithm())
                || !answer.realm().equals(realm)
                || (answer.name().hashed() && !settings.userHash())) {
            return new Finding(Outcome.REJECTED, claimed);
        }
        if (!answer.uri().equals(target)) {
            return new Finding(Outcome.MISDIRECTED, claimed);
        }
        if (!nonces.isCurrent(answer.nonce())) {
            return new Finding(Outcome.STALE, claimed);
        }
        Optional<StoredDigest> stored = store.digest(answer.algorithm(), answer.name());
        String user = stored.map(StoredDigest::user).orElse(claimed);
        return new Finding(judge(answer, method, stored, brake.lane(user, origin)), user);
    }

    private Outcome judge(DigestCredentials answer, String method, Optional<StoredDigest> stored, Lane lane) {
        if (!lane.isOpen() || !lane.enter()) {
            return Outcome.BRAKED;
        }
        String hash = stored.map(StoredDigest::hash).orElseGet(() -> decoy(answer));
        if (!answer.isProofOf(hash, method) || stored.isEmpty()) {
            lane.wrong();
            return Outcome.REJECTED;
        }
        if (!nonces.use(answer.nonce(), answer.uses())) {
            lane.neither();
            return Outcome.STALE;
        }
        lane.right();
        return Outcome.ACCEPTED;
    }

    /** Always the same for one name, so that nothing tells it from the hash of a user. */
    private String decoy(DigestCredentials answer) {
        byte[] name = answer.name().text().getBytes(UTF_8);
        return HexFormat.of()
                .formatHex(decoys.of(0, name).array())
                .substring(0, answer.algorithm().digits());
    }
}
