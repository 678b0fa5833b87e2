package dev.keyhole.artemis;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells operators what the adapter itself refused. The same refusal is logged once a minute; those that follow are
 * counted, and summed up at the first refusal after that minute. So are those beyond a thousand different ones.
 * Thread-safe.
 */
final class RefusalLog {

    private static final Logger log = LoggerFactory.getLogger("dev.keyhole.denied");

    private static final long PERIOD = TimeUnit.MINUTES.toNanos(1);
    private static final int MOST_DIFFERENT = 1_000;
    private static final int LONGEST_SHOWN = 512;

    private final LongSupplier nanoTime;

    // Guarded by this
    private final Map<String, Long> repeats = new LinkedHashMap<>();
    private long others;
    private long since;

    /**
     * @param nanoTime a monotonic reading in nanoseconds
     */
    RefusalLog(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.since = nanoTime.getAsLong();
    }

    /**
     * @param action what the client wanted to do
     * @param target what it wanted to do it to
     * @param reason why not; no secret in it
     * @return false, always: what is refused isn't allowed
     */
    boolean refused(ClientConnection client, String action, String target, String reason) {
        String line = "denied " + printable(client.toString()) + " action=" + action + " target=" + printable(target)
                + " reason=\"" + printable(reason) + "\"";
        note(line).forEach(log::info);
        return false;
    }

    /** The lines to be logged now. */
    private synchronized List<String> note(String line) {
        List<String> lines = new ArrayList<>();
        long now = nanoTime.getAsLong();
        if (now - since >= PERIOD) {
            since = now;
            lines.addAll(sumUp());
        }
        if (repeats.containsKey(line)) {
            repeats.merge(line, 1L, Long::sum);
        } else if (repeats.size() < MOST_DIFFERENT) {
            repeats.put(line, 0L);
            lines.add(line);
        } else {
            others++;
        }
        return lines;
    }

    private List<String> sumUp() {
        List<String> lines = new ArrayList<>();
        repeats.forEach((line, count) -> {
            if (count > 0) {
                lines.add(line + " repeated=" + count);
            }
        });
        if (others > 0) {
            lines.add("denied others=" + others);
        }
        repeats.clear();
        others = 0;
        return lines;
    }

    private static String printable(String text) {
        StringBuilder shown = new StringBuilder();
        text.codePoints().limit(LONGEST_SHOWN).map(RefusalLog::harmless).forEach(shown::appendCodePoint);
        return shown.toString();
    }

    /** What could end a line, or hide a part of it, becomes a question mark. */
    private static int harmless(int character) {
        return switch (Character.getType(character)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE -> '?';
            default -> character == '"' ? '?' : character;
        };
    }
}
