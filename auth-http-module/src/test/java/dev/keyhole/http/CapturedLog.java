package dev.keyhole.http;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.List;
import org.slf4j.LoggerFactory;

/** What a class writes into the log, from level INFO on, until this is closed. */
final class CapturedLog implements AutoCloseable {

    private final Logger logger;
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();

    CapturedLog(Class<?> writer) {
        logger = (Logger) LoggerFactory.getLogger(writer);
        log.start();
        logger.setLevel(Level.INFO);
        logger.addAppender(log);
    }

    List<String> lines() {
        return log.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
    }

    @Override
    public void close() {
        logger.detachAppender(log);
        logger.setLevel(null);
    }
}
