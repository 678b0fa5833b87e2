package dev.keyhole.http.check;

import dev.keyhole.spi.ConfigurationException;
import dev.keyhole.spi.Option;
import dev.keyhole.spi.Options;
import dev.keyhole.spi.Problem;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * How long answers are kept: as long as they say, else as long as the configuration says; never longer than the longest time, and
 * a little shorter by chance, so that what was asked at one moment isn't asked again at one moment. Thread-safe.
 */
final class Lifetimes {

    /** The most that chance takes away, as a part of the whole. */
    private static final double JITTER = 0.1;

    private static final Duration LONGEST = Duration.ofDays(7);

    private final Duration grants;
    private final Duration denials;
    private final Duration longest;
    private final Duration refreshAhead;
    private final RandomGenerator random;

    private Lifetimes(
            Duration grants, Duration denials, Duration longest, Duration refreshAhead, RandomGenerator random) {
        this.grants = grants;
        this.denials = denials;
        this.longest = longest;
        this.refreshAhead = refreshAhead;
        this.random = random;
    }

    /**
     * @throws ConfigurationException with everything that is wrong
     */
    static Lifetimes read(Options options, RandomGenerator random) {
        List<Problem> problems = new ArrayList<>();
        for (Option<Duration> option : List.of(
                CheckOptions.CACHE_GRANTS,
                CheckOptions.CACHE_DENIALS,
                CheckOptions.MAX_CACHE_TIME,
                CheckOptions.REFRESH_AHEAD)) {
            if (options.get(option).compareTo(LONGEST) > 0) {
                problems.add(Problem.of(option, "'" + option.name() + "' must be from 0 to 7d"));
            }
        }
        if (!problems.isEmpty()) {
            throw new ConfigurationException(problems);
        }
        return new Lifetimes(
                options.get(CheckOptions.CACHE_GRANTS),
                options.get(CheckOptions.CACHE_DENIALS),
                options.get(CheckOptions.MAX_CACHE_TIME),
                options.get(CheckOptions.REFRESH_AHEAD),
                random);
    }

    /** How long before its end a grant is asked for again; zero for never. */
    Duration refreshAhead() {
        return refreshAhead;
    }

    /** How long a yes is kept; zero if it isn't. */
    Duration ofYes(Terms terms) {
        return lifetime(grants, terms);
    }

    /** How long a no is kept; zero if it isn't. */
    Duration ofNo(Terms terms) {
        return lifetime(denials, terms);
    }

    private Duration lifetime(Duration configured, Terms terms) {
        if (configured.isZero()) {
            return Duration.ZERO;
        }
        Duration said = terms.lifetime().orElse(configured);
        Duration whole = said.compareTo(longest) < 0 ? said : longest;
        return Duration.ofNanos((long) (whole.toNanos() * (1 - JITTER * random.nextDouble())));
    }
}
