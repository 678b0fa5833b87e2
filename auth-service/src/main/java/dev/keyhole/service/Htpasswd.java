package dev.keyhole.service;

import dev.keyhole.spi.ConfigurationException;
import dev.keyhole.spi.Problem;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Reads files in the format of Apache's {@code htpasswd}: lines {@code user:hash}, with hashes of bcrypt or Argon2id only. */
final class Htpasswd {

    private static final Pattern BCRYPT = Pattern.compile("\\$2[aby]\\$(\\d\\d)\\$[./A-Za-z0-9]{53}");
    private static final int MIN_COST = 4;
    /** At 15 one logon takes two seconds or so of one core. */
    static final int MAX_COST = 15;

    /** Before a hash: its user may not log on. No password has a hash like that. */
    private static final String DISABLED = "!";

    private Htpasswd() {}

    /**
     * The hash of each user who may log on.
     *
     * @throws ConfigurationException with every line that is wrong; shows no hash and nothing that may be a password
     */
    static Map<String, String> parse(Path file, byte[] content) {
        Map<String, String> users = new HashMap<>(lines(file, content));
        users.values().removeIf(hash -> hash.startsWith(DISABLED));
        return Map.copyOf(users);
    }

    /** The same of all users; an exclamation mark stands before the hashes of those who may not log on. */
    static Map<String, String> lines(Path file, byte[] content) {
        List<Problem> problems = new ArrayList<>();
        Map<String, String> users = new HashMap<>();
        Lines.of(file, content, problems).forEach((number, line) -> {
            String wrong = add(line, users);
            if (!wrong.isEmpty()) {
                problems.add(Problem.of(wrong).at(file + ":" + number));
            }
        });
        if (!problems.isEmpty()) {
            throw new ConfigurationException(problems);
        }
        return Map.copyOf(users);
    }

    /** Whether this is a bcrypt hash, whole, and of a cost that is accepted. */
    static boolean isBcrypt(String hash) {
        return BCRYPT.matcher(hash).matches() && cost(hash) >= MIN_COST && cost(hash) <= MAX_COST;
    }

    /** The cost in a hash that {@link #parse} has let through: two to the power of it are the rounds. */
    static int cost(String hash) {
        return Integer.parseInt(hash.substring(4, 6));
    }

    /** Returns what is wrong, or nothing. */
    private static String add(String line, Map<String, String> users) {
        int colon = line.indexOf(':');
        if (colon < 1) {
            return "this isn't a line 'user:hash'";
        }
        String user = line.substring(0, colon);
        String entry = line.substring(colon + 1);
        String hash = entry.startsWith(DISABLED) ? entry.substring(DISABLED.length()) : entry;
        if (user.chars().anyMatch(Character::isISOControl)) {
            return "a control character in the name of a user";
        }
        boolean argon2 = Argon2Hash.parse(hash).isPresent();
        if (!argon2 && !BCRYPT.matcher(hash).matches()) {
            return "user '" + user + "' has " + kind(hash)
                    + "; only bcrypt and Argon2id are accepted: htpasswd -B -C 10 FILE " + user;
        }
        int cost = argon2 ? MIN_COST : cost(hash);
        if (cost < MIN_COST || cost > MAX_COST) {
            return "user '" + user + "' has a bcrypt hash of cost " + cost + "; from " + MIN_COST + " to " + MAX_COST
                    + " is accepted, 10 is usual";
        }
        return users.putIfAbsent(user, entry) == null ? "" : "user '" + user + "' is there a second time";
    }

    private static String kind(String hash) {
        if (hash.startsWith("$apr1$")) {
            return "an MD5 hash ($apr1$)";
        }
        if (hash.startsWith("{SHA}")) {
            return "a SHA-1 hash ({SHA})";
        }
        if (hash.startsWith("$5$") || hash.startsWith("$6$")) {
            return "a crypt hash ($5$ or $6$)";
        }
        if (hash.startsWith("$2")) {
            return "a bcrypt hash that isn't whole, or is followed by something";
        }
        if (hash.startsWith("$argon2")) {
            return "a hash of Argon2 that isn't whole, isn't of the kind $argon2id$v=19$, or costs more than 256 MiB, 16"
                    + " passes or 8 lanes";
        }
        return "no hash that is known here, perhaps a plain password or a crypt hash";
    }
}
