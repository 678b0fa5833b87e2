package dev.keyhole.host;

import static java.util.Objects.requireNonNull;

import dev.keyhole.spi.Explanation;
import java.time.Duration;
import java.util.List;

/**
 * How a decision came about.
 *
 * @param decision what was decided
 * @param transport name of the transport
 * @param votes what each module said, in the order they were asked; a module that wasn't asked isn't in it
 * @param took how long it took
 */
public record DecisionReport(Decision decision, String transport, List<Vote> votes, Duration took) {

    public DecisionReport {
        requireNonNull(decision);
        requireNonNull(transport);
        votes = List.copyOf(votes);
        requireNonNull(took);
    }

    /**
     * What one module said.
     *
     * @param module its name
     * @param answer its answer
     * @param explanation why
     * @param cached whether the answer came from the cache
     */
    public record Vote(String module, Answer answer, Explanation explanation, boolean cached) {
        public Vote {
            requireNonNull(module);
            requireNonNull(answer);
            requireNonNull(explanation);
        }
    }

    /** What a module can say. */
    public enum Answer {
        GRANTED,
        DENIED,
        ABSTAINED,
        UNAVAILABLE
    }
}
