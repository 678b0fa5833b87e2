package dev.keyhole.cli;

import dev.keyhole.host.config.Configuration;
import dev.keyhole.host.config.Configuration.Module;
import dev.keyhole.host.config.Configuration.Use;
import dev.keyhole.spi.RawOption;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Finds where the per-request checks give passwords away. */
final class HttpCheckDoors {

    private static final Set<String> USERS = Set.of("keyhole-http-user-check", "amqtt.contrib.http.UserAuthHttpPlugin");
    private static final Set<String> TOPICS =
            Set.of("keyhole-http-topic-check", "amqtt.contrib.http.TopicAuthHttpPlugin");

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
