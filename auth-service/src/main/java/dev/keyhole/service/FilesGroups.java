package dev.keyhole.service;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.keyhole.spi.ConfigurationException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The lines of a groups file, and the documents of groups. Everything else in the file stays. */
final class FilesGroups implements GroupRecords {

    private static final int MAX_BYTES = 16 << 20;
    private static final String EVERYBODY = "*";

    private final FilesLedger.Places places;
    private final PendingFiles files;
    private final FilesDocuments documents;

    /** A line, as it stands if it says nothing of a group. */
    private record Line(String text, Optional<String> group, List<String> users) {

        static Line parse(String text) {
            int colon = text.indexOf(':');
            if (colon < 0 || text.startsWith("#")) {
                return new Line(text, Optional.empty(), List.of());
            }
            List<String> users = Arrays.stream(text.substring(colon + 1).split("\\s+"))
                    .filter(user -> !user.isEmpty())
                    .toList();
            return new Line(text, Optional.of(text.substring(0, colon).strip()), users);
        }

        Line with(List<String> changed) {
            String members = changed.isEmpty() ? "" : " " + String.join(" ", changed);
            return new Line(group.orElseThrow() + ":" + members, group, List.copyOf(changed));
        }

        boolean isOf(String name) {
            return group.equals(Optional.of(name));
        }
    }

    FilesGroups(FilesLedger.Places places, PendingFiles files, FilesDocuments documents) {
        this.places = places;
        this.files = files;
        this.documents = documents;
    }

    private Path file() {
        return places.groups()
                .orElseThrow(() -> new Refusal(409, "this service has no groups file; name one in its configuration"));
    }

    private List<Line> lines() {
        return places.groups().map(file -> lines(file, content(file))).orElseGet(List::of);
    }

    private byte[] content(Path file) {
        return files.read(file, MAX_BYTES)
                .orElseThrow(() -> new UncheckedIOException(new IOException(file + " isn't there")));
    }

    private static List<Line> lines(Path file, byte[] content) {
        try {
            Groups.parse(file, content);
            return new String(content, UTF_8).lines().map(Line::parse).toList();
        } catch (ConfigurationException e) {
            throw new UncheckedIOException(new IOException("the groups file can't be used", e));
        }
    }

    /** The groups that name a user, in the order in which they count. */
    List<String> of(String user) {
        return of(lines(), user);
    }

    private static List<String> of(List<Line> lines, String user) {
        return lines.stream()
                .filter(line -> line.users().contains(user))
                .flatMap(line -> line.group().stream())
                .distinct()
                .toList();
    }

    private NavigableSet<String> names() {
        TreeSet<String> names = new TreeSet<>(documents.groups());
        lines().forEach(line -> line.group().ifPresent(names::add));
        return names;
    }

    @Override
    public boolean exists(String name) {
        return names().contains(name);
    }

    @Override
    public List<String> list(String after, int limit) {
        return names().tailSet(after, false).stream().limit(limit).toList();
    }

    @Override
    public List<String> members(String group, String after, int limit) {
        TreeSet<String> members = lines().stream()
                .filter(line -> line.isOf(group))
                .flatMap(line -> line.users().stream())
                .collect(Collectors.toCollection(TreeSet::new));
        return members.tailSet(after, false).stream().limit(limit).toList();
    }

    @Override
    public Optional<String> firstOf(String user) {
        return places.groups().flatMap(file -> Groups.parse(file, content(file)).of(user));
    }

    @Override
    public void add(String name) {
        if (lines().stream().noneMatch(line -> line.isOf(name))) {
            List<Line> lines = new ArrayList<>(lines(file(), content(file())));
            lines.add(Line.parse(name + ":"));
            write(lines);
            if (!exists(name)) {
                throw unwritable();
            }
        }
    }

    @Override
    public void remove(String name) {
        List<Line> lines = lines().stream().filter(line -> !line.isOf(name)).toList();
        if (lines.size() < lines().size()) {
            write(lines);
        }
    }

    /** Puts a user into these groups and no others; they count before the group of everybody. */
    void set(String user, List<String> groups) {
        List<Line> lines = new ArrayList<>();
        for (Line line : lines(file(), content(file()))) {
            boolean named = line.users().contains(user);
            lines.add(named ? line.with(without(line.users(), user)) : line);
        }
        int last = -1;
        for (String group : new LinkedHashSet<>(groups)) {
            int end = endOfNamed(lines);
            int place = last + 1;
            while (place < end && !lines.get(place).isOf(group)) {
                place++;
            }
            if (place == end) {
                lines.add(place, Line.parse(group + ":"));
            }
            Line line = lines.get(place);
            List<String> users = new ArrayList<>(line.users());
            users.add(user);
            lines.set(place, line.group().isPresent() ? line.with(users) : line);
            last = place;
        }
        write(lines);
        if (!of(user).equals(groups)) {
            throw unwritable();
        }
    }

    private static List<String> without(List<String> users, String user) {
        return users.stream().filter(other -> !other.equals(user)).toList();
    }

    /** Where the first line stands that is about everybody. */
    private static int endOfNamed(List<Line> lines) {
        int end = 0;
        while (end < lines.size() && !lines.get(end).users().contains(EVERYBODY)) {
            end++;
        }
        return end;
    }

    /** Makes sure that what is written means what was meant. */
    private void write(List<Line> lines) {
        byte[] content = FilesUsers.text(lines.stream().map(Line::text).toList());
        List<Line> read;
        try {
            Groups.parse(file(), content);
            read = new String(content, UTF_8).lines().map(Line::parse).toList();
        } catch (ConfigurationException e) {
            throw unwritable();
        }
        boolean same = read.stream()
                        .map(Line::users)
                        .toList()
                        .equals(lines.stream().map(Line::users).toList())
                && read.stream()
                        .map(Line::group)
                        .toList()
                        .equals(lines.stream().map(Line::group).toList());
        if (!same) {
            throw unwritable();
        }
        files.write(file(), content);
    }

    private static Refusal unwritable() {
        return new Refusal(422, "a groups file can't hold such a name");
    }
}
