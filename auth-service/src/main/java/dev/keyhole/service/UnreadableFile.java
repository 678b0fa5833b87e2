package dev.keyhole.service;

import dev.keyhole.spi.Problem;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Says in words why a file that somebody named can't be read. */
final class UnreadableFile {

    private UnreadableFile() {}

    static Problem problem(Path file, IOException e) {
        return Problem.of(reason(e)).at(file.toString());
    }

    private static String reason(IOException e) {
        if (e instanceof NoSuchFileException) {
            return "there is no such file";
        }
        if (e instanceof AccessDeniedException) {
            return "it can't be read: its permissions don't allow it";
        }
        return "it can't be read: " + e;
    }
}
