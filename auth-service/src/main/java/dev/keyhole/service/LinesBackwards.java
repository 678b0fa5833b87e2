package dev.keyhole.service;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Optional;

/** The lines of a file, the last one first, without reading all of it. A file that isn't there has none. */
final class LinesBackwards implements AutoCloseable {

    private static final int BLOCK = 64 * 1024;

    private final Optional<RandomAccessFile> file;

    /** What comes before this is still to be read. */
    private long position;

    /** The beginning of a line whose end is known, or the file's beginning. */
    private byte[] rest = new byte[0];

    private final Deque<byte[]> lines = new ArrayDeque<>();

    LinesBackwards(Path path) throws IOException {
        file = Files.exists(path) ? Optional.of(new RandomAccessFile(path.toFile(), "r")) : Optional.empty();
        position = file.isPresent() ? file.get().length() : 0;
    }

    boolean hasNext() throws IOException {
        while (lines.isEmpty() && position > 0) {
            readBlock();
        }
        return !lines.isEmpty();
    }

    /** Without the end of the line. */
    byte[] next() {
        return lines.removeFirst();
    }

    private void readBlock() throws IOException {
        int length = (int) Math.min(BLOCK, position);
        position -= length;
        byte[] block = Arrays.copyOf(new byte[0], length + rest.length);
        RandomAccessFile open = file.orElseThrow();
        open.seek(position);
        open.readFully(block, 0, length);
        System.arraycopy(rest, 0, block, length, rest.length);
        int end = block.length;
        for (int i = block.length - 1; i >= 0; i--) {
            if (block[i] == '\n') {
                add(block, i + 1, end);
                end = i;
            }
        }
        rest = Arrays.copyOf(block, end);
        if (position == 0) {
            add(rest, 0, rest.length);
        }
    }

    private void add(byte[] block, int from, int to) {
        if (to > from) {
            lines.addLast(Arrays.copyOfRange(block, from, to));
        }
    }

    @Override
    public void close() throws IOException {
        if (file.isPresent()) {
            file.get().close();
        }
    }
}
