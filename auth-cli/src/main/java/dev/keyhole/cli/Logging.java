package dev.keyhole.cli;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ConfiguratorRank;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.spi.ContextAwareBase;
import java.util.List;
import org.slf4j.LoggerFactory;

/**
 * The command's log: to standard error, and little of it unless asked for. Logback finds this class as a service; it does
 * nothing in a program that isn't the command.
 */
@ConfiguratorRank(ConfiguratorRank.CUSTOM_LOW_PRIORITY)
public final class Logging extends ContextAwareBase implements Configurator {

    /** Nothing: the command itself says what there is to say. */
    static final String OFF = "off";

    /** What an operator has to look at. */
    static final String WARNINGS = "warn";

    /** With stack traces, and details of our own. */
    static final String DETAILED = "debug";

    private static final List<String> LIBRARIES =
            List.of("org.apache.activemq", "org.apache.qpid", "org.eclipse.jetty", "io.javalin");

    private static final String PROPERTY = "keyhole.log";

    /** Decides how much is logged; to be called before the first logger is made. */
    static void start(String level) {
        System.setProperty(PROPERTY, level);
    }

    /** Shows from now on who logs on, and what is denied. */
    static void showDecisions() {
        if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
            context.getLogger("dev.keyhole.logon").setLevel(Level.INFO);
            context.getLogger("dev.keyhole.denied").setLevel(Level.INFO);
        }
    }

    @Override
    public ExecutionStatus configure(LoggerContext context) {
        String level = System.getProperty(PROPERTY);
        if (level == null) {
            return ExecutionStatus.INVOKE_NEXT_IF_ANY;
        }
        boolean detailed = level.equals(DETAILED);
        PatternLayoutEncoder encoder = new PatternLayoutEncoder();
        encoder.setContext(context);
        // A line says itself what it is about; where it comes from is for those who look for a cause.
        encoder.setPattern("%d{HH:mm:ss.SSS} %-5level " + (detailed ? "[%logger{24}] %msg%n" : "%msg%n%nopex"));
        encoder.start();

        ConsoleAppender<ILoggingEvent> appender = new ConsoleAppender<>();
        appender.setContext(context);
        appender.setTarget("System.err");
        appender.setEncoder(encoder);
        appender.start();

        Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        root.setLevel(detailed ? Level.INFO : Level.toLevel(level));
        root.addAppender(appender);
        if (detailed) {
            context.getLogger("dev.keyhole").setLevel(Level.DEBUG);
        } else {
            // The command's own output says it.
            context.getLogger("dev.keyhole.logon").setLevel(Level.OFF);
            context.getLogger("dev.keyhole.denied").setLevel(Level.OFF);
            context.getLogger("dev.keyhole.credentials").setLevel(Level.OFF);
        }
        // A client that is turned away is nothing that libraries of brokers and clients need to tell as well.
        for (String library : LIBRARIES) {
            context.getLogger(library).setLevel(detailed ? Level.WARN : Level.OFF);
        }
        return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
    }
}
