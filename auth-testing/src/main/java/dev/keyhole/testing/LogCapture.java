package dev.keyhole.testing;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.AppenderBase;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.LoggerFactory;

/**
 * Records everything that is logged, by everybody and at every level, and keeps it from the console. One at a time.
 */
final class LogCapture implements AutoCloseable {

    private final List<ILoggingEvent> events = new CopyOnWriteArrayList<>();
    private final Map<Logger, Level> levels = new LinkedHashMap<>();
    private final List<Appender<ILoggingEvent>> appenders = new ArrayList<>();
    private final Logger root;
    private final AppenderBase<ILoggingEvent> recorder = new AppenderBase<>() {
        @Override
        protected void append(ILoggingEvent event) {
            event.prepareForDeferredProcessing();
            events.add(event);
        }
    };

    LogCapture() {
        assertThat(LoggerFactory.getILoggerFactory())
                .as("SLF4J must find Logback, and no other provider, where the kit runs")
                .isInstanceOf(LoggerContext.class);
        LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
        root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        for (Logger logger : context.getLoggerList()) {
            if (logger.getLevel() != null) {
                levels.put(logger, logger.getLevel());
                logger.setLevel(Level.TRACE);
            }
        }
        root.iteratorForAppenders().forEachRemaining(appenders::add);
        appenders.forEach(root::detachAppender);
        recorder.setContext(context);
        recorder.start();
        root.addAppender(recorder);
    }

    /** The messages, as a log shows them. */
    List<String> messages() {
        return events.stream().map(ILoggingEvent::getFormattedMessage).toList();
    }

    /** The messages with all that is logged beside them. */
    List<String> everything() {
        return events.stream()
                .map(event -> String.join(
                        "\n",
                        event.getLevel() + " " + event.getLoggerName() + " [" + event.getThreadName() + "] "
                                + event.getFormattedMessage(),
                        String.valueOf(event.getMDCPropertyMap()),
                        String.valueOf(event.getKeyValuePairs()),
                        event.getThrowableProxy() == null
                                ? ""
                                : ThrowableProxyUtil.asString(event.getThrowableProxy())))
                .toList();
    }

    @Override
    public void close() {
        root.detachAppender(recorder);
        recorder.stop();
        appenders.forEach(root::addAppender);
        levels.forEach(Logger::setLevel);
    }
}
