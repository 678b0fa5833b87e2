package dev.keyhole.permissions;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads one document. Used once. */
final class DocumentParser {

    static final Set<String> FIELDS =
            Set.of("logon", "replication-logon", "user_name", "topic", "admin", "replicated-topics");
    static final Set<String> ENTRY_FIELDS = Set.of("topic", "read", "write", "select");

    /** Ignored fields that are kept for {@link Lint}; more than these are just ignored. */
    private static final int MAX_IGNORED_FIELDS = 100;

    private final DocumentReader reader;
    private final PatternCompiler patterns;
    private final List<IgnoredField> ignored = new ArrayList<>();
    private int ruleCount;

    private Optional<String> userName = Optional.empty();
    private Optional<Boolean> logon = Optional.empty();
    private Optional<Boolean> replicationLogon = Optional.empty();
    private List<Rule> topic = List.of();
    private List<Rule> admin = List.of();
    private List<Rule> replicatedTopics = List.of();

    private DocumentParser(DocumentReader reader, PatternCompiler patterns) {
        this.reader = reader;
        this.patterns = patterns;
    }

    static PermissionsDocument parse(byte[] json, PatternCompiler patterns) {
        try (DocumentReader reader = new DocumentReader(json)) {
            return new DocumentParser(reader, patterns).document();
        }
    }

    private PermissionsDocument document() {
        reader.next();
        reader.object("a permissions document", this::field);
        reader.end();
        return new PermissionsDocument(
                userName,
                logon,
                replicationLogon,
                PermissionList.of("topic", topic, patterns.memory()),
                PermissionList.of("admin", admin, patterns.memory()),
                PermissionList.of("replicated-topics", replicatedTopics, patterns.memory()),
                ignored);
    }

    private void field(String name) {
        switch (name) {
            case "logon" -> logon = Optional.of(reader.bool("'logon'"));
            case "replication-logon" -> replicationLogon = Optional.of(reader.bool("'replication-logon'"));
            case "user_name" -> userName = Optional.of(userName());
            case "topic" -> topic = entries("topic");
            case "admin" -> admin = entries("admin");
            case "replicated-topics" -> replicatedTopics = replicatedTopics();
            default -> ignore(name, false);
        }
    }

    private String userName() {
        String name = reader.string("'user_name'", DocumentLimits.MAX_NAME_LENGTH);
        if (name.isEmpty()) {
            throw reader.failure("'user_name' is empty; leave it out to bind the name that was given at logon");
        }
        Text.control(name).ifPresent(index -> {
            throw reader.failure("'user_name' holds the control character " + Text.codePoint(name.charAt(index)));
        });
        return name;
    }

    private List<Rule> entries(String field) {
        List<Rule> rules = new ArrayList<>();
        EntryReader entry = new EntryReader(field);
        reader.array("'" + field + "'", index -> rules.add(entry.read(index)));
        return rules;
    }

    private List<Rule> replicatedTopics() {
        List<Rule> rules = new ArrayList<>();
        reader.array("'replicated-topics'", index -> {
            countRule();
            rules.add(new Rule("replicated-topics", index, pattern("a replicated topic"), Grants.REPLICATION));
        });
        return rules;
    }

    private void countRule() {
        ruleCount++;
        if (ruleCount > DocumentLimits.MAX_RULES) {
            throw reader.failure("the document has more than " + DocumentLimits.MAX_RULES + " entries");
        }
    }

    /** The name or pattern that is the current token. */
    private NamePattern pattern(String what) {
        String text = reader.string(what, DocumentLimits.MAX_NAME_LENGTH);
        if (text.isEmpty()) {
            throw reader.failure(what + " is empty, which is no name; to match every name, write '.*'");
        }
        try {
            return patterns.compile(text, reader.kinds());
        } catch (InvalidPatternException e) {
            throw reader.failure("this name or pattern can't be used: " + e.getMessage());
        }
    }

    private void ignore(String name, boolean inEntry) {
        if (ignored.size() < MAX_IGNORED_FIELDS) {
            ignored.add(new IgnoredField(reader.pointer(), name, inEntry));
        }
        reader.skip();
    }

    /** Reads the entries of a permission list, one after the other. */
    private final class EntryReader {

        private final String list;
        private final DocumentReader.FieldReader fields = this::field;
        private @Nullable NamePattern topic;
        private Access read = Access.NONE;
        private Access write = Access.NONE;
        private String select = "";

        EntryReader(String list) {
            this.list = list;
        }

        Rule read(int index) {
            countRule();
            topic = null;
            read = Access.NONE;
            write = Access.NONE;
            select = "";
            long start = reader.offset();
            reader.object("an entry", fields);
            NamePattern pattern = topic;
            if (pattern == null) {
                throw reader.failure(
                        "the entry has no 'topic', the name or pattern it is about", Rule.pointer(list, index), start);
            }
            return new Rule(list, index, pattern, Grants.of(read, write, select));
        }

        private void field(String name) {
            switch (name) {
                case "topic" -> topic = pattern("'topic'");
                case "read" -> read = access("'read'");
                case "write" -> write = access("'write'");
                case "select" -> select = filter("'select'", "leave it out to grant every field");
                default -> ignore(name, true);
            }
        }

        private Access access(String what) {
            if (reader.isString()) {
                return Access.filtered(filter(what, "write true to grant without a filter, false to deny"));
            }
            return reader.bool(what + ", if it is no filter,") ? Access.FULL : Access.NONE;
        }

        /** An empty one isn't taken for none at all: that would grant everything where somebody meant a limit. */
        private String filter(String what, String advice) {
            String text = reader.string(what, DocumentLimits.MAX_FILTER_LENGTH);
            if (text.isBlank()) {
                throw reader.failure(what + " is an empty string; " + advice);
            }
            return text;
        }
    }

    /**
     * A field that has no meaning.
     *
     * @param inEntry whether it stands in an entry of a permission list; else it stands at the top
     */
    record IgnoredField(String pointer, String name, boolean inEntry) {}
}
