package dev.keyhole.token;

import dev.keyhole.spi.ConfigurationException;
import dev.keyhole.spi.ContextSettings;
import dev.keyhole.spi.HostServices;
import dev.keyhole.spi.Option;
import dev.keyhole.spi.Options;
import dev.keyhole.spi.Problem;
import dev.keyhole.spi.Secret;
import dev.keyhole.tls.TlsMaterial;
import dev.keyhole.tls.TlsSettings;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Which keys and algorithms a configuration allows: what of it can't work, or would be less safe than it looks. */
final class KeyOptions {

    private static final Logger LOG = LoggerFactory.getLogger(KeyOptions.class);
    private static final List<Option<?>> SOURCES =
            List.of(TokenOptions.TOKEN_KEY, TokenOptions.KEY_SET_FILE, TokenOptions.KEY_SET_URI);
    private static final Set<Algorithm> USUAL_FOR_SETS = Set.of(Algorithm.RS256, Algorithm.ES256, Algorithm.EDDSA);
    private static final Set<Algorithm> USUAL_FOR_KEYS = Set.of(
            Algorithm.HS256, Algorithm.RS256, Algorithm.ES256, Algorithm.ES384, Algorithm.ES512, Algorithm.EDDSA);
    private static final Pattern LOOPBACK = Pattern.compile("localhost|127(\\.[0-9]{1,3}){3}|\\[::1\\]");
    private static final Duration LONGEST = Duration.ofDays(3650);
    private static final Duration LONGEST_LEEWAY = Duration.ofHours(1);
    private static final long LEAST_SIZE = 256;
    private static final long LARGEST_SIZE = 64L << 20;

    private final Options options;
    private final Set<Algorithm> algorithms;
    private final List<Problem> problems = new ArrayList<>();

    private KeyOptions(Options options) {
        this.options = options;
        this.algorithms = options.find(TokenOptions.ALGORITHMS)
                .orElse(options.isGiven(TokenOptions.TOKEN_KEY) ? USUAL_FOR_KEYS : USUAL_FOR_SETS);
    }

    /**
     * @throws ConfigurationException with everything that is wrong
     */
    static KeyOptions read(ContextSettings settings) {
        KeyOptions read = new KeyOptions(settings.options());
        read.check();
        if (!read.problems.isEmpty()) {
            throw new ConfigurationException(read.problems);
        }
        if (read.tls().isPresent() && read.tls().get().allowUnverifiedPeer()) {
            LOG.warn(
                    "Module '{}' on transport '{}' has 'AllowUnverifiedPeer': it takes keys from whoever answers for"
                            + " {}, so whoever is in between can sign tokens",
                    settings.moduleName(),
                    settings.transport(),
                    settings.options().get(TokenOptions.KEY_SET_URI).getHost());
        }
        return read;
    }

    private void check() {
        long sources = SOURCES.stream().filter(options::isGiven).count();
        if (sources != 1) {
            add(
                    SOURCES.stream().filter(options::isGiven).findFirst().orElse(TokenOptions.TOKEN_KEY),
                    "tokens need keys: give exactly one of 'TokenKey', 'KeySetFile' and 'KeySetURI'");
        }
        checkDuration(TokenOptions.KEY_SET_REFRESH, Duration.ofSeconds(1), LONGEST);
        checkDuration(TokenOptions.KEY_SET_PAUSE, Duration.ofSeconds(1), LONGEST);
        checkDuration(TokenOptions.KEY_SET_MAX_AGE, options.get(TokenOptions.KEY_SET_REFRESH), LONGEST);
        checkDuration(TokenOptions.CONNECTION_TIMEOUT, Duration.ofMillis(1), LONGEST);
        checkDuration(TokenOptions.REQUEST_TIMEOUT, Duration.ofMillis(1), LONGEST);
        checkDuration(TokenOptions.LEEWAY, Duration.ZERO, LONGEST_LEEWAY);
        checkSize(TokenOptions.MAX_TOKEN_SIZE);
        checkSize(TokenOptions.MAX_KEY_SET_SIZE);
        checkTexts(TokenOptions.ISSUER, options.find(TokenOptions.ISSUER).stream());
        checkTexts(TokenOptions.PERMISSIONS_CLAIM, options.find(TokenOptions.PERMISSIONS_CLAIM).stream());
        checkTexts(TokenOptions.AUDIENCE, options.get(TokenOptions.AUDIENCE).stream());
        checkTexts(TokenOptions.TOKEN_TYPE, options.get(TokenOptions.TOKEN_TYPE).stream());
        checkTexts(TokenOptions.USER_NAME_CLAIM, options.get(TokenOptions.USER_NAME_CLAIM).stream());
        problems.addAll(TlsSettings.of(options).problems(tls().isPresent()));
        options.find(TokenOptions.KEY_SET_URI).ifPresent(this::checkUri);
        checkFixedKeys();
    }

    private void add(Option<?> option, String message) {
        problems.add(Problem.of(option, message));
    }

    private void checkDuration(Option<Duration> option, Duration least, Duration most) {
        Duration value = options.get(option);
        if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
            add(option, "'" + option.name() + "' must be from " + text(least) + " to " + text(most));
        }
    }

    private static String text(Duration duration) {
        if (duration.toMillis() % 1000 != 0) {
            return duration.toMillis() + "ms";
        }
        return duration.compareTo(Duration.ofDays(2)) < 0 ? duration.toSeconds() + "s" : duration.toDays() + "d";
    }

    private void checkSize(Option<Long> option) {
        long size = options.get(option);
        if (size < LEAST_SIZE || size > LARGEST_SIZE) {
            add(option, "'" + option.name() + "' must be from 256 to 64MB");
        }
    }

    private void checkTexts(Option<?> option, Stream<String> values) {
        if (values.anyMatch(String::isEmpty)) {
            add(option, "'" + option.name() + "' is empty; leave it out if it doesn't matter");
        }
    }

    private void checkUri(URI uri) {
        boolean plain = uri.getScheme().equalsIgnoreCase("http");
        if (plain
                && !LOOPBACK.matcher(uri.getHost()).matches()
                && !TlsSettings.of(options).allowUnverifiedPeer()) {
            add(
                    TokenOptions.KEY_SET_URI,
                    "whoever is between us and '" + uri.getHost() + "' could give us keys of their own and sign tokens"
                            + " with them: use https, or 'AllowUnverifiedPeer' if that doesn't matter");
        }
        if (algorithms.stream().anyMatch(Algorithm::isSymmetric)) {
            add(
                    TokenOptions.ALGORITHMS,
                    "an algorithm of the HS kind needs a secret, and what is published under 'KeySetURI' is none: use"
                            + " 'TokenKey' or 'KeySetFile' for it");
        }
    }

    /** Keys that are here already are looked at now; what they are used for is opened when all is well. */
    private void checkFixedKeys() {
        try {
            options.find(TokenOptions.TOKEN_KEY).ifPresent(this::checkTokenKey);
            if (tls().isPresent() && problems.isEmpty()) {
                TlsMaterial.read(tls().get());
            }
        } catch (ConfigurationException e) {
            problems.addAll(e.problems());
        }
    }

    private void checkTokenKey(Secret key) {
        try {
            parse(key);
        } catch (UnusableKeyException e) {
            add(
                    TokenOptions.TOKEN_KEY,
                    "'TokenKey' can't be used: " + e.getMessage() + "; 'keyhole gen-key' prints one that can");
        }
    }

    private KeySet parse(Secret key) throws UnusableKeyException {
        byte[] json = key.toBytes();
        try {
            return KeySet.parse(json, algorithms, false);
        } finally {
            Arrays.fill(json, (byte) 0);
        }
    }

    /** How a connection to {@code KeySetURI} is made secure; empty if there is none, or if it is plain http. */
    private Optional<TlsSettings> tls() {
        return options.find(TokenOptions.KEY_SET_URI)
                .filter(uri -> uri.getScheme().equalsIgnoreCase("https"))
                .map(uri -> TlsSettings.of(options));
    }

    /** What tokens may be signed with. For one key, what fits that key. */
    Set<Algorithm> algorithms() {
        return algorithms.stream().collect(Collectors.toCollection(() -> EnumSet.noneOf(Algorithm.class)));
    }

    /**
     * @throws ConfigurationException if a file can't be used
     */
    KeySource open(HostServices host) {
        Optional<Secret> key = options.find(TokenOptions.TOKEN_KEY);
        Optional<Path> file = options.find(TokenOptions.KEY_SET_FILE);
        long maxSize = options.get(TokenOptions.MAX_KEY_SET_SIZE);
        try {
            if (key.isPresent()) {
                return new FixedKeys(parse(key.get()));
            }
            if (file.isPresent()) {
                return new FileKeys(file.get(), algorithms, maxSize, host);
            }
        } catch (UnusableKeyException e) {
            throw new ConfigurationException(
                    TokenOptions.KEY_SET_FILE,
                    "'KeySetFile', the file " + file.map(Path::toString).orElse("") + ", can't be used: "
                            + e.getMessage());
        }
        KeySetClient client = new KeySetClient(
                options.get(TokenOptions.KEY_SET_URI),
                tls(),
                options.get(TokenOptions.CONNECTION_TIMEOUT),
                options.get(TokenOptions.REQUEST_TIMEOUT),
                (int) maxSize);
        return new PublishedKeys(
                client,
                algorithms,
                new PublishedKeys.Times(
                        options.get(TokenOptions.KEY_SET_REFRESH),
                        options.get(TokenOptions.KEY_SET_PAUSE),
                        options.get(TokenOptions.KEY_SET_MAX_AGE)),
                host);
    }
}
