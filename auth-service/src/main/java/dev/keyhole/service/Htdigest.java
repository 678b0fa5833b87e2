package dev.keyhole.service;

import dev.keyhole.spi.ConfigurationException;
import dev.keyhole.spi.Problem;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Reads files in the format of Apache's {@code htdigest}: lines {@code user:realm:hash}. A hash of 32 hexadecimal digits is
 * one of MD5, as {@code htdigest} makes them, one of 64 digits of SHA-256.
 */
final class Htdigest {

    private static final Pattern HASH = Pattern.compile("[0-9A-Fa-f]+");

    private Htdigest() {}

    /** One line. */
    record Entry(String user, String realm, DigestAlgorithm algorithm, String hash) {

        @Override
        public String toString() {
            return "Entry[" + user + ", " + realm + ", " + algorithm + ", ***]";
        }
    }

    /**
     * The lines, of all realms.
     *
     * @throws ConfigurationException with every line that is wrong; shows no hash and nothing that may be a password
     */
    static List<Entry> parse(Path file, byte[] content) {
        List<Problem> problems = new ArrayList<>();
        List<Entry> entries = new ArrayList<>();
        Set<Object> known = new HashSet<>();
        Lines.of(file, content, problems).forEach((number, line) -> {
            Optional<Entry> entry = entry(line);
            if (entry.isEmpty()) {
                problems.add(
                        Problem.of("this isn't a line 'user:realm:hash' with a hash of MD5 (32 digits) or SHA-256 (64)")
                                .at(file + ":" + number));
            } else if (!known.add(
                    List.of(entry.get().user(), entry.get().realm(), entry.get().algorithm()))) {
                problems.add(Problem.of("user '" + entry.get().user() + "' is there a second time")
                        .at(file + ":" + number));
            } else {
                entries.add(entry.get());
            }
        });
        if (!problems.isEmpty()) {
            throw new ConfigurationException(problems);
        }
        return List.copyOf(entries);
    }

    private static Optional<Entry> entry(String line) {
        int first = line.indexOf(':');
        int last = line.lastIndexOf(':');
        if (first < 1 || last == first || line.chars().anyMatch(Character::isISOControl)) {
            return Optional.empty();
        }
        String hash = line.substring(last + 1).toLowerCase(Locale.ROOT);
        return DigestAlgorithm.ofLength(hash.length())
                .filter(algorithm -> HASH.matcher(hash).matches())
                .map(algorithm ->
                        new Entry(line.substring(0, first), line.substring(first + 1, last), algorithm, hash));
    }
}
