package dev.keyhole.exec;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.util.List;

/** The first lines of a command's standard error, fit to be shown to operators. */
final class ErrorLines {

    /** Controls, separators of lines, and marks that turn the direction of text. */
    private static final String DISTURBING = "[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}]";

    private static final int MOST_BYTES = 2048;
    private static final int MOST_LINES = 3;
    private static final int MOST_CHARACTERS = 200;

    private final ByteArrayOutputStream start = new ByteArrayOutputStream();
    private boolean cut;

    void add(byte[] bytes, int length) {
        int room = MOST_BYTES - start.size();
        cut |= length > room;
        start.write(bytes, 0, Math.min(length, room));
    }

    /**
     * The lines, to append to a message; empty if there is none.
     *
     * @param output what was printed to standard output: where a line repeats it, in whole or in part, it is masked
     */
    String describe(ByteArrayOutputStream output) {
        String text = start.toString(UTF_8);
        if (cut) {
            // A secret that the cut goes through would no longer be recognised.
            text = text.substring(0, text.lastIndexOf('\n') + 1);
        }
        text = Masking.mask(text, output.toString(UTF_8));
        List<String> lines = text.lines()
                .map(line -> line.replaceAll(DISTURBING, " ").strip())
                .filter(line -> !line.isEmpty())
                .limit(MOST_LINES)
                .map(line -> line.length() > MOST_CHARACTERS ? line.substring(0, MOST_CHARACTERS) + "..." : line)
                .toList();
        return lines.isEmpty() ? "" : "; its standard error begins: " + String.join(" | ", lines);
    }
}
