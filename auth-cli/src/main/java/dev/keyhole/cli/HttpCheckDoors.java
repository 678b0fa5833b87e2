package dev.keyhole.cli;

import dev.keyhole.host.config.Configuration;
import dev.keyhole.host.config.Configuration.Module;
import dev.keyhole.host.config.Configuration.Use;
import dev.keyhole.spi.RawOption;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** Finds where the per-request checks give passwords away, and what of their options means something else than it seems. */
final class HttpCheckDoors {

    private static final Set<String> USERS = Set.of("keyhole-http-user-check", "amqtt.contrib.http.UserAuthHttpPlugin");
    private static final Set<String> TOPICS =
            Set.of("keyhole-http-topic-check", "amqtt.contrib.http.TopicAuthHttpPlugin");

    /** Of milliseconds: more than zero, as zero is an error, and less than 100. */
    private static final Pattern SHORT = Pattern.compile("0*[1-9][0-9]?\\s*(ms)?");

    private final Map<String, Module> modules = new HashMap<>();

    HttpCheckDoors(Configuration configuration) {
        configuration.modules().forEach(module -> modules.put(module.name(), module));
    }

    void look(Use use, Set<LintFinding> findings) {
        Module module = modules.get(use.module());
        if (module == null || !(USERS.contains(module.library()) || TOPICS.contains(module.library()))) {
            return;
        }
        Map<String, String> options = new HashMap<>();
        module.options().forEach(option -> put(option, options));
        use.options().forEach(option -> put(option, options));
        boolean users = USERS.contains(module.library());
        if (users && isInQuery(options)) {
            findings.add(LintFinding.warning(
                    use.location(),
                    "'" + use.module() + "' writes passwords into the query of its requests, which servers and proxies"
                            + " write to their logs; use POST, or 'params_mode' JSON"));
        }
        if (SHORT.matcher(options.getOrDefault("timeout", "")).matches()) {
            findings.add(LintFinding.warning(
                    use.location(),
                    "the 'timeout' of '" + use.module() + "' is less than 100 ms; a number without a unit is"
                            + " milliseconds, and seconds are written like 5s"));
        }
        if (users && options.containsKey("superuser_uri")) {
            findings.add(LintFinding.warning(
                    use.location(),
                    "'superuser_uri' has no effect on the logons of '" + use.module()
                            + "': a superuser needs its password as well"));
        }
        String host = options.getOrDefault("host", "localhost");
        boolean here = host.equals("localhost") || host.startsWith("127.") || host.contains("::1");
        if (!here && !OpenDoors.isTrue(options.getOrDefault("with_tls", "false"))) {
            findings.add(LintFinding.warning(
                    use.location(),
                    "'" + use.module() + "' sends " + (users ? "passwords" : "questions")
                            + " to another host, and takes" + " its answers, in the clear; use 'with_tls'"));
        }
    }

    private static void put(RawOption option, Map<String, String> options) {
        options.put(option.name(), option.value().strip().toLowerCase(Locale.ROOT));
    }

    private static boolean isInQuery(Map<String, String> options) {
        return options.getOrDefault("params_mode", "json").equals("form")
                && options.getOrDefault("request_method", "get").equals("get");
    }
}
