package dev.keyhole.service;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * Changes several files as one. What is to be done is written down first; from that moment on it is done, and whoever comes
 * next finishes what a process that died had begun. Used by one at a time.
 */
final class Journal {

    /** What is done to a file. All can be done twice. */
    enum Kind {
        REPLACE,
        DELETE,
        APPEND
    }

    /**
     * A step of a change.
     *
     * @param offset at which the content is appended
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Step(Kind kind, Path file, long offset, byte[] content) {}

    private final Path file;
    private final Path folder;
    private final Predicate<Path> known;

    /**
     * @param folder absolute; the journal lies in it
     * @param known whether a file, absolute, is one that may be changed: what is found in a journal isn't trusted farther
     */
    Journal(Path folder, Predicate<Path> known) {
        this.folder = folder;
        this.known = known;
        this.file = folder.resolve("journal");
    }

    /** Does all of it, or, if this throws before the journal is written, nothing. */
    void commit(List<Step> steps) throws IOException {
        DurableFiles.replace(file, encode(steps));
        finish(steps);
    }

    /** Finishes what was begun, if anything was. */
    void recover() throws IOException {
        if (Files.exists(file)) {
            finish(decode(Files.readAllBytes(file)));
        }
    }

    private void finish(List<Step> steps) throws IOException {
        for (Step step : steps) {
            switch (step.kind()) {
                case REPLACE -> {
                    Path parent = step.file().getParent();
                    if (parent != null) {
                        DurableFiles.makeFolder(parent);
                    }
                    DurableFiles.replace(step.file(), step.content());
                }
                case DELETE -> DurableFiles.delete(step.file());
                case APPEND -> DurableFiles.append(step.file(), step.offset(), step.content());
            }
        }
        DurableFiles.delete(file);
    }

    /** Paths are relative to the folder, which may be moved. */
    private byte[] encode(List<Step> steps) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        out.writeInt(steps.size());
        for (Step step : steps) {
            out.writeUTF(step.kind().name());
            out.writeUTF(folder.relativize(step.file().toAbsolutePath()).toString());
            out.writeLong(step.offset());
            out.writeInt(step.content().length);
            out.write(step.content());
        }
        return bytes.toByteArray();
    }

    private List<Step> decode(byte[] content) throws IOException {
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(content));
        int count = in.readInt();
        List<Step> steps = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Kind kind = Kind.valueOf(in.readUTF());
            Path target = folder.resolve(in.readUTF()).normalize();
            if (!known.test(target)) {
                throw new IOException(
                        file + " is to change " + target
                                + ", which isn't a file of this service; remove the journal if you don't know where it comes from");
            }
            long offset = in.readLong();
            steps.add(new Step(kind, target, offset, in.readNBytes(in.readInt())));
        }
        return steps;
    }
}
