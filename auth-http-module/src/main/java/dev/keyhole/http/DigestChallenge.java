package dev.keyhole.http;

import dev.keyhole.http.client.Characters;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.hc.client5.http.auth.AuthScheme;

/**
 * A challenge of Digest authentication (RFC 7616), with the count of the answers that it got. Logons of different users
 * answer the same challenge, each with a nonce of its own: a challenge belongs to the service, not to a user.
 */
final class DigestChallenge implements Challenge {

    private static final int CLIENT_NONCE_BYTES = 16;

    private final String realm;
    private final String nonce;
    private final Optional<String> opaque;
    private final DigestAlgorithm algorithm;
    private final boolean qualityOfProtection;
    private final boolean userHash;
    private final boolean extendedNames;
    private final boolean stale;
    private final AtomicLong answers = new AtomicLong();

    private DigestChallenge(Map<String, String> parameters, String nonce, DigestAlgorithm algorithm) {
        this.realm = parameters.getOrDefault("realm", "");
        this.nonce = nonce;
        this.opaque = Optional.ofNullable(parameters.get("opaque"));
        this.algorithm = algorithm;
        this.qualityOfProtection = parameters.containsKey("qop");
        this.userHash = isTrue(parameters, "userhash");
        this.extendedNames = "utf-8".equalsIgnoreCase(parameters.get("charset"));
        this.stale = isTrue(parameters, "stale");
    }

    private DigestChallenge(DigestChallenge other, String nonce) {
        this.realm = other.realm;
        this.nonce = nonce;
        this.opaque = other.opaque;
        this.algorithm = other.algorithm;
        this.qualityOfProtection = other.qualityOfProtection;
        this.userHash = other.userHash;
        this.extendedNames = other.extendedNames;
        this.stale = false;
    }

    /**
     * @param parameters names in lower case, values unquoted
     * @return empty if the challenge isn't complete, or asks for what we can't do
     */
    static Optional<DigestChallenge> of(Map<String, String> parameters) {
        String nonce = parameters.getOrDefault("nonce", "");
        Optional<DigestAlgorithm> algorithm = DigestAlgorithm.named(parameters.getOrDefault("algorithm", "MD5"));
        boolean answerable = parameters.containsKey("realm")
                && !nonce.isEmpty()
                && offersAuth(parameters)
                && parameters.values().stream().noneMatch(Characters::hasControlOrLoneSurrogate);
        return answerable ? algorithm.map(value -> new DigestChallenge(parameters, nonce, value)) : Optional.empty();
    }

    private static boolean offersAuth(Map<String, String> parameters) {
        String qop = parameters.get("qop");
        return qop == null
                || Arrays.stream(qop.split(",", -1))
                        .anyMatch(
                                value -> value.strip().toLowerCase(Locale.ROOT).equals("auth"));
    }

    private static boolean isTrue(Map<String, String> parameters, String name) {
        return "true".equalsIgnoreCase(parameters.get(name));
    }

    String realm() {
        return realm;
    }

    String nonce() {
        return nonce;
    }

    Optional<String> opaque() {
        return opaque;
    }

    DigestAlgorithm algorithm() {
        return algorithm;
    }

    /** Whether an answer counts itself and brings a nonce of the client ({@code qop=auth}). */
    boolean hasQualityOfProtection() {
        return qualityOfProtection;
    }

    /** Whether the service wants the hash of the user's name instead of the name. */
    boolean wantsUserHash() {
        return userHash;
    }

    /** Whether the service reads names outside ASCII as {@code username*} (RFC 8187). */
    boolean readsExtendedNames() {
        return extendedNames;
    }

    /** With {@code qop} an algorithm is better than without. */
    @Override
    public int strength() {
        return 2 * algorithm.strength() + (qualityOfProtection ? 1 : 0);
    }

    @Override
    public boolean isStale() {
        return stale;
    }

    @Override
    public Optional<String> obstacle(Credentials credentials) {
        return Optional.empty();
    }

    @Override
    public AuthScheme scheme(Credentials credentials, SecureRandom random) {
        byte[] clientNonce = new byte[CLIENT_NONCE_BYTES];
        random.nextBytes(clientNonce);
        return new DigestScheme(
                this, credentials, answers.incrementAndGet(), HexFormat.of().formatHex(clientNonce));
    }

    @Override
    public Challenge after(String authenticationInfo) {
        String next = ChallengeParser.parameters(authenticationInfo).getOrDefault("nextnonce", "");
        return next.isEmpty() || next.equals(nonce) || Characters.hasControlOrLoneSurrogate(next)
                ? this
                : new DigestChallenge(this, next);
    }

    @Override
    public String toString() {
        return "Digest " + algorithm.token();
    }
}
