package dev.keyhole.host.config;

import dev.keyhole.host.loader.Permissions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/** Finds the files that {@code Include} names, and holds them to their limits. Not thread-safe. */
final class Inclusion {

    /** How deep files may include files. */
    static final int MOST_LEVELS = 16;
    /** Most included files of one configuration. */
    static final int MOST_FILES = 1_000;
    /** Most bytes of all included files of one configuration. */
    static final long MOST_BYTES = 16L << 20;

    private final Path directory;
    private int files;
    private long bytes;

    /** @param main the file that everything begins with; messages name files relative to its directory */
    Inclusion(Source main) {
        this.directory = Optional.ofNullable(main.path().getParent()).orElse(main.path());
    }

    /** The file of this name, seen from the one that the element stands in; empty, and an error, if it can't be used. */
    Optional<Source> find(Element include, String name, Findings findings) {
        try {
            Path path = include.source().path().resolveSibling(name);
            Source found = new Source(path, path.toRealPath(), label(path), Optional.of(include.source()));
            Optional<String> refusal = refusal(found);
            refusal.ifPresent(reason -> findings.error(include.location(), cannot(name, reason)));
            if (Permissions.isWritableByAll(found.real())) {
                findings.warning(
                        include.location(),
                        "every user of this machine may change '" + name + "', and with it who may log on");
            }
            return refusal.isEmpty() ? Optional.of(found) : Optional.empty();
        } catch (InvalidPathException e) {
            findings.error(include.location(), "what 'Include' says isn't a path");
        } catch (NoSuchFileException e) {
            findings.error(include.location(), cannot(name, "there is no file " + e.getFile()));
        } catch (IOException e) {
            findings.error(include.location(), cannot(name, "it can't be reached: " + e.getMessage()));
        }
        return Optional.empty();
    }

    static String cannot(String name, String reason) {
        return "'" + name + "' can't be included: " + reason;
    }

    private Optional<String> refusal(Source found) throws IOException {
        if (!Files.isRegularFile(found.real())) {
            return Optional.of(found.path() + " isn't a file");
        }
        if (found.chain().skip(1).anyMatch(outer -> outer.real().equals(found.real()))) {
            return Optional.of("it would include itself");
        }
        if (found.chain().count() > MOST_LEVELS + 1) {
            return Optional.of("files include files deeper than the limit of " + MOST_LEVELS + " levels");
        }
        files++;
        bytes += Files.size(found.real());
        if (files > MOST_FILES || bytes > MOST_BYTES) {
            return Optional.of(
                    "more is included than the limit of " + MOST_FILES + " files and " + MOST_BYTES + " bytes");
        }
        return Optional.empty();
    }

    private String label(Path path) {
        Path normal = path.normalize();
        return normal.startsWith(directory) ? directory.relativize(normal).toString() : normal.toString();
    }
}
