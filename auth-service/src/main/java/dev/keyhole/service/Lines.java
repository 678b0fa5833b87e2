package dev.keyhole.service;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.keyhole.spi.Problem;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** Text files with one entry a line; empty lines, and those that begin with {@code #}, don't count. */
final class Lines {

    private Lines() {}

    /** The entries by the number of their line, from 1. Each line that isn't UTF-8 is added to the problems. */
    static SortedMap<Integer, String> of(Path file, byte[] content, List<Problem> problems) {
        SortedMap<Integer, String> lines = new TreeMap<>();
        int number = 0;
        for (int start = 0; start < content.length; ) {
            int end = start;
            while (end < content.length && content[end] != '\n') {
                end++;
            }
            number++;
            try {
                ByteBuffer bytes = ByteBuffer.wrap(content, start, end - start);
                String line = UTF_8.newDecoder().decode(bytes).toString().stripTrailing();
                if (!line.isBlank() && !line.startsWith("#")) {
                    lines.put(number, line);
                }
            } catch (CharacterCodingException e) {
                problems.add(Problem.of("this line isn't UTF-8").at(file + ":" + number));
            }
            start = end + 1;
        }
        return lines;
    }
}
