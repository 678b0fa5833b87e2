package dev.keyhole.service;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import dev.keyhole.spi.ConfigurationException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps passwords out of Jetty's own logs: at DEBUG it writes down the requests that it reads, with their {@code
 * Authorization}.
 */
final class JettyLogs {

    private static final String JETTY = "org.eclipse.jetty";
    private static final Logger log = LoggerFactory.getLogger(JettyLogs.class);

    private JettyLogs() {}

    /** @throws ConfigurationException if they can't be kept out */
    static void quieten() {
        Object factory = LoggerFactory.getILoggerFactory();
        // By its name, since Logback may not be there.
        if (factory.getClass().getName().equals("ch.qos.logback.classic.LoggerContext")) {
            Logback.quieten((LoggerContext) factory);
        }
        if (LoggerFactory.getLogger(JETTY + ".http.HttpParser").isDebugEnabled()) {
            throw new ConfigurationException(
                    "the logger " + JETTY + " is at DEBUG, where Jetty logs passwords; set it to INFO");
        }
    }

    private static final class Logback {

        private Logback() {}

        /** Each gets a level of its own, so that a change of the root's doesn't reach it. */
        static void quieten(LoggerContext context) {
            context.getLogger(JETTY);
            context.getLoggerList().stream()
                    .filter(logger -> logger.getName().startsWith(JETTY))
                    .filter(logger -> logger.getName().equals(JETTY) || logger.getLevel() != null)
                    .forEach(logger -> {
                        Level level = logger.getEffectiveLevel();
                        if (level.isGreaterOrEqual(Level.INFO)) {
                            logger.setLevel(level);
                        } else {
                            logger.setLevel(Level.INFO);
                            log.warn(
                                    "{} was at {}, where Jetty logs passwords, and is at INFO now",
                                    logger.getName(),
                                    level);
                        }
                    });
        }
    }
}
