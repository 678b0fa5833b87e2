package dev.keyhole.token;

import dev.keyhole.spi.Options;
import java.time.Clock;
import java.util.List;
import java.util.Set;

/**
 * Verifies tokens: the header, then the signature, and only then what they claim. Thread-safe.
 */
final class TokenVerifier {

    private final Set<Algorithm> algorithms;
    private final List<String> types;
    private final long maxSize;
    private final ClaimRules rules;
    private final KeySource keys;
    private final Clock clock;

    TokenVerifier(Set<Algorithm> algorithms, Options options, KeySource keys, Clock clock) {
        this.algorithms = Set.copyOf(algorithms);
        this.types = options.get(TokenOptions.TOKEN_TYPE);
        this.maxSize = options.get(TokenOptions.MAX_TOKEN_SIZE);
        this.rules = ClaimRules.of(options);
        this.keys = keys;
        this.clock = clock;
    }

    /** Larger ones aren't even copied. */
    long maxSize() {
        return maxSize;
    }

    /**
     * @throws InvalidTokenException if the token is no good
     * @throws dev.keyhole.spi.ModuleUnavailableException if there are no keys to verify it with
     * @throws InterruptedException if the thread was interrupted
     */
    Claims verify(byte[] text) throws InvalidTokenException, InterruptedException {
        CompactToken token = CompactToken.parse(text);
        TokenHeader header = TokenHeader.parse(token.header(), algorithms, types);
        List<VerificationKey> candidates = keys.candidates(header);
        if (candidates.isEmpty()) {
            throw new InvalidTokenException("there is no key for the token's algorithm and 'kid'");
        }
        if (candidates.stream().noneMatch(key -> key.verify(header.algorithm(), token.signed(), token.signature()))) {
            throw new InvalidTokenException("the token's signature is wrong");
        }
        return rules.read(token.payload(), clock.instant());
    }
}
