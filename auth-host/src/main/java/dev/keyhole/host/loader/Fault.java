package dev.keyhole.host.loader;

import java.lang.reflect.InvocationTargetException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Says in an operator's words why a class of a module can't be used. */
final class Fault {

    private static final Pattern CLASS_FILE_VERSION = Pattern.compile("class file version ([0-9]{2,5})");

    /** Java 1.1 wrote class files of version 45, and each Java since then has one more. */
    private static final int CLASS_FILE_VERSION_OF_JAVA_0 = 44;

    private static final int LONGEST_MESSAGE = 500;

    private Fault() {}

    /**
     * Completes a sentence that begins with the class.
     *
     * @param step what threw it, for instance {@code libraries()}
     */
    static String explain(Throwable fault, String step) {
        Throwable cause = fault;
        while ((cause instanceof InvocationTargetException || cause instanceof ExceptionInInitializerError)
                && cause.getCause() != null) {
            cause = cause.getCause();
        }
        if (cause instanceof UnsupportedClassVersionError) {
            return newerJava(cause.getMessage());
        }
        if (cause instanceof NoClassDefFoundError || cause instanceof ClassNotFoundException) {
            return missingClass(String.valueOf(cause.getMessage()).replace('/', '.'));
        }
        if (cause instanceof IncompatibleClassChangeError) {
            return "was built against another version of the SPI or of a library in its folder: " + printed(cause);
        }
        if (cause instanceof LinkageError) {
            return "can't be linked: " + printed(cause);
        }
        return "can't be used: " + step + " threw " + printed(cause);
    }

    private static String newerJava(@Nullable String message) {
        Matcher version = CLASS_FILE_VERSION.matcher(String.valueOf(message));
        String needed = version.find()
                ? "Java " + (Integer.parseInt(version.group(1)) - CLASS_FILE_VERSION_OF_JAVA_0)
                : "a newer Java";
        return "needs " + needed + ", and this is Java " + Runtime.version().feature();
    }

    private static String missingClass(String name) {
        if (name.startsWith("dev.keyhole.spi.")) {
            return "was built against another version of the SPI: it needs '" + name + "', which this host hasn't got";
        }
        if (name.indexOf(' ') >= 0) {
            return "can't be linked: " + clean(name);
        }
        return "needs the class '" + clean(name)
                + "', which isn't in its folder; of the host a module sees only the SPI, SLF4J and the JDK";
    }

    private static String printed(Throwable cause) {
        return cause.getMessage() == null
                ? cause.getClass().getName()
                : cause.getClass().getName() + ": " + clean(cause.getMessage());
    }

    private static String clean(String text) {
        String printable = text.replaceAll("\\p{Cntrl}+", " ");
        return printable.length() <= LONGEST_MESSAGE ? printable : printable.substring(0, LONGEST_MESSAGE) + "...";
    }
}
