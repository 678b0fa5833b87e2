package dev.keyhole.it;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.AppenderBase;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.LoggerFactory;

/**
 * Everything that everybody in this process logs at every level: the lines of Keyhole, and those of anybody that hold a
 * secret, as it is or in the base64 of HTTP.
 */
final class WatchedLog implements AutoCloseable {

    private static final String OURS = "dev.keyhole";

    private final LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
    private final Map<Logger, Level> before = new LinkedHashMap<>();
    private final List<String> ours = new CopyOnWriteArrayList<>();
    private final List<String> leaks = new CopyOnWriteArrayList<>();
    private final String secret;
    private final AppenderBase<ILoggingEvent> appender = new AppenderBase<>() {
        @Override
        protected void append(ILoggingEvent event) {
            add(event);
        }
    };

    WatchedLog(String secret) {
        this.secret = secret;
        appender.setContext(context);
        appender.start();
        context.getLoggerList().forEach(logger -> before.put(logger, logger.getLevel()));
        before.keySet().forEach(logger -> logger.setLevel(Level.TRACE));
        context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME).addAppender(appender);
    }

    private void add(ILoggingEvent event) {
        String text = event.getLoggerName() + " " + event.getThreadName() + " " + event.getFormattedMessage()
                + (event.getThrowableProxy() == null ? "" : ThrowableProxyUtil.asString(event.getThrowableProxy()));
        if (text.contains(secret) || hasBase64(text)) {
            leaks.add(text);
        }
        if (event.getLoggerName().startsWith(OURS)) {
            ours.add(event.getFormattedMessage());
        }
    }

    /** Looks for the secret in the three forms that base64 may give it, by what stands before it. */
    private boolean hasBase64(String text) {
        for (int before = 0; before < 3; before++) {
            String padded = "x".repeat(before) + secret;
            String encoded =
                    Base64.getEncoder().withoutPadding().encodeToString(padded.getBytes(StandardCharsets.ISO_8859_1));
            // The first characters and the last one depend on what stands beside the secret.
            if (text.contains(encoded.substring(before == 0 ? 0 : before + 1, encoded.length() - 1))) {
                return true;
            }
        }
        return false;
    }

    /** What Keyhole logged. */
    List<String> lines() {
        return List.copyOf(ours);
    }

    /** What anybody logged with the secret in it. */
    List<String> leaks() {
        return List.copyOf(leaks);
    }

    @Override
    public void close() {
        context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME).detachAppender(appender);
        before.forEach(Logger::setLevel);
    }
}
