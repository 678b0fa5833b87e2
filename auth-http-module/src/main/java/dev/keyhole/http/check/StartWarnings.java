package dev.keyhole.http.check;

import dev.keyhole.spi.ContextSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says at the start what an operator may not have meant. */
final class StartWarnings {

    private static final Logger LOG = LoggerFactory.getLogger(StartWarnings.class);

    /** A shorter time is rather meant to be seconds: the seed system counts in them. */
    private static final Duration SHORT = Duration.ofMillis(100);

    private StartWarnings() {}

    static void ofUsers(CheckSettings settings, ContextSettings context) {
        List<String> warnings = common(settings);
        if (settings.asksInQuery()) {
            warnings.add("it writes passwords into the query of the request, which servers and proxies write to their"
                    + " logs; use POST, or 'params_mode' JSON");
        }
        if (isOpen(settings)) {
            warnings.add("passwords go to " + settings.service().getHostName() + " in the clear; use 'with_tls'");
        }
        if (context.options().isGiven(CheckOptions.SUPERUSER_URI)) {
            warnings.add("'superuser_uri' has no effect on logons: a superuser needs its password as well");
        }
        log(warnings, context);
    }

    static void ofTopics(CheckSettings settings, ContextSettings context) {
        List<String> warnings = common(settings);
        if (isOpen(settings)) {
            warnings.add("answers come from " + settings.service().getHostName()
                    + " in the clear, and whoever is in between can change them; use 'with_tls'");
        }
        log(warnings, context);
    }

    private static List<String> common(CheckSettings settings) {
        List<String> warnings = new ArrayList<>();
        if (settings.timeout().compareTo(SHORT) < 0) {
            warnings.add("its 'timeout' is " + settings.timeout().toMillis()
                    + " ms; a number without a unit is milliseconds, and seconds are written like 5s");
        }
        if (settings.isTls() && settings.tls().allowUnverifiedPeer()) {
            warnings.add("'AllowUnverifiedPeer' takes any server for "
                    + settings.service().getHostName()
                    + ", so whoever is in between can read every password and change every answer");
        }
        return warnings;
    }

    /** Whether what is sent can be read on its way. */
    private static boolean isOpen(CheckSettings settings) {
        String host = settings.service().getHostName();
        boolean here = host.equals("localhost") || host.startsWith("127.") || host.equals("::1");
        return !settings.isTls() && !here;
    }

    private static void log(List<String> warnings, ContextSettings context) {
        for (String warning : warnings) {
            LOG.warn("Module '{}' on transport '{}': {}", context.moduleName(), context.transport(), warning);
        }
    }
}
