package dev.keyhole.service;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.keyhole.spi.ConfigurationException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/** The lines of a password file. Who is disabled has an exclamation mark before the hash. Everything else in it stays. */
final class FilesUsers implements UserRecords {

    private static final String DISABLED = "!";
    private static final int MAX_BYTES = 16 << 20;

    private final Path file;
    private final Optional<Path> digests;
    private final PendingFiles files;
    private final FilesGroups groups;

    FilesUsers(FilesLedger.Places places, PendingFiles files, FilesGroups groups) {
        this.file = places.passwords();
        this.digests = places.digests();
        this.files = files;
        this.groups = groups;
    }

    private byte[] content() {
        return files.read(file, MAX_BYTES)
                .orElseThrow(() -> new UncheckedIOException(new IOException(file + " isn't there")));
    }

    private NavigableMap<String, String> hashes() {
        try {
            return new TreeMap<>(Htpasswd.lines(file, content()));
        } catch (ConfigurationException e) {
            throw new UncheckedIOException(new IOException("the password file can't be used", e));
        }
    }

    @Override
    public Optional<UserRecord> find(String name) {
        return Optional.ofNullable(hashes().get(name)).map(hash -> {
            boolean enabled = !hash.startsWith(DISABLED);
            String plain = enabled ? hash : hash.substring(1);
            return new UserRecord(name, plain, enabled, groups.of(name), plain);
        });
    }

    @Override
    public List<String> list(String after, int limit) {
        return hashes().tailMap(after, false).keySet().stream().limit(limit).toList();
    }

    @Override
    public void put(UserRecord user) {
        if (!find(user.name()).map(UserRecord::hash).equals(Optional.of(user.hash()))) {
            forgetDigests(user.name());
        }
        String line = user.name() + ":" + (user.enabled() ? "" : DISABLED) + user.hash();
        write(user.name(), Optional.of(line));
        if (!groups.of(user.name()).equals(user.groups())) {
            groups.set(user.name(), user.groups());
        }
    }

    /** A file of digest hashes is its owner's: what no longer counts is taken out of it, and nothing put in. */
    @Override
    public void putDigests(String name, NewPassword password) {}

    @Override
    public void remove(String name) {
        forgetDigests(name);
        write(name, Optional.empty());
        if (!groups.of(name).isEmpty()) {
            groups.set(name, List.of());
        }
    }

    /** They are of the password before, which mustn't be good any more. */
    private void forgetDigests(String name) {
        digests.ifPresent(place -> files.read(place, MAX_BYTES).ifPresent(content -> {
            List<String> all = new String(content, UTF_8).lines().toList();
            List<String> others =
                    all.stream().filter(line -> !line.startsWith(name + ":")).toList();
            if (others.size() < all.size()) {
                files.write(place, text(others));
            }
        }));
    }

    /** Changes the line of one user, and makes sure that this is what is read from it, and that nobody else has changed. */
    private void write(String name, Optional<String> line) {
        Map<String, String> expected = hashes();
        line.ifPresentOrElse(
                text -> expected.put(name, text.substring(name.length() + 1)), () -> expected.remove(name));
        List<String> lines = new ArrayList<>();
        boolean found = false;
        for (String old : new String(content(), UTF_8).lines().toList()) {
            if (!old.startsWith(name + ":")) {
                lines.add(old);
            } else if (!found) {
                line.ifPresent(lines::add);
                found = true;
            }
        }
        if (!found) {
            line.ifPresent(lines::add);
        }
        byte[] written = text(lines);
        try {
            if (Htpasswd.lines(file, written).equals(expected)) {
                files.write(file, written);
                return;
            }
        } catch (ConfigurationException e) {
            // It would be of no use to anybody.
        }
        throw new Refusal(422, "a password file can't hold such a name or hash");
    }

    static byte[] text(List<String> lines) {
        return (String.join("\n", lines) + (lines.isEmpty() ? "" : "\n")).getBytes(UTF_8);
    }
}
