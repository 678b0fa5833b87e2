package dev.keyhole.service;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;

/** Files as a change sees them that has been thought out and not been made yet. Failures come out unchecked. */
final class PendingFiles {

    private final Map<Path, Optional<byte[]>> written = new LinkedHashMap<>();

    /** The content of a file; empty if there is none. */
    Optional<byte[]> read(Path file, int maxBytes) {
        Optional<byte[]> known = written.getOrDefault(file, Optional.empty());
        if (written.containsKey(file)) {
            return known;
        }
        try (InputStream in = Files.newInputStream(file)) {
            byte[] content = in.readNBytes(maxBytes + 1);
            if (content.length > maxBytes) {
                throw new Refusal(409, "a file of the store is larger than " + maxBytes + " bytes")
                        .with("file", String.valueOf(file.getFileName()));
            }
            return Optional.of(content);
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    boolean exists(Path file) {
        return written.containsKey(file) ? written.get(file).isPresent() : Files.exists(file);
    }

    /** The names of files in a folder that end like this, without the ending, sorted. */
    NavigableSet<String> names(Path folder, String ending) {
        TreeSet<String> names = new TreeSet<>();
        try (DirectoryStream<Path> listing = Files.newDirectoryStream(folder, "*" + ending)) {
            listing.forEach(file -> names.add(String.valueOf(file.getFileName())));
        } catch (NoSuchFileException | NotDirectoryException e) {
            // There is nothing in it then.
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        written.forEach((file, content) -> {
            if (folder.equals(file.getParent())) {
                String name = String.valueOf(file.getFileName());
                boolean ignored = content.isPresent() ? names.add(name) : names.remove(name);
            }
        });
        TreeSet<String> stems = new TreeSet<>();
        names.stream()
                .filter(name -> name.endsWith(ending))
                .forEach(name -> stems.add(name.substring(0, name.length() - ending.length())));
        return stems;
    }

    void write(Path file, byte[] content) {
        written.put(file, Optional.of(content));
    }

    void delete(Path file) {
        written.put(file, Optional.empty());
    }

    /** What has to be done so that the files are like this. */
    List<Journal.Step> steps() {
        List<Journal.Step> steps = new ArrayList<>();
        written.forEach((file, content) -> steps.add(new Journal.Step(
                content.isPresent() ? Journal.Kind.REPLACE : Journal.Kind.DELETE,
                file,
                0,
                content.orElseGet(() -> new byte[0]))));
        return steps;
    }
}
