package dev.keyhole.permissions;

import dev.keyhole.permissions.DocumentParser.IgnoredField;
import dev.keyhole.permissions.PermissionsDocument.Finding;
import dev.keyhole.spi.Spelling;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Collects what in a document doesn't mean what it seems to. Used once. */
final class Lint {

    /** More than these nobody reads. */
    private static final int MAX_FINDINGS = 1_000;

    private final List<Finding> findings = new ArrayList<>();

    /** What is found, in the order of the lists; of the document as a whole first. */
    static List<Finding> run(
            Optional<Boolean> logon,
            Optional<Boolean> replicationLogon,
            PermissionList topic,
            PermissionList admin,
            PermissionList replicatedTopics,
            List<IgnoredField> ignored) {
        Lint lint = new Lint();
        lint.logons(
                logon, replicationLogon.orElse(false), !replicatedTopics.rules().isEmpty());
        ignored.forEach(lint::ignored);
        topic.rules().forEach(lint::access);
        new ListLint("topic", topic.rules(), lint::add).run();
        admin.rules().forEach(lint::access);
        admin.rules().forEach(lint::admin);
        new ListLint("admin", admin.rules(), lint::add).run();
        new ListLint("replicated-topics", replicatedTopics.rules(), lint::add).run();
        return List.copyOf(lint.findings);
    }

    private void add(Finding finding) {
        if (findings.size() < MAX_FINDINGS) {
            findings.add(finding);
        } else if (findings.size() == MAX_FINDINGS) {
            findings.add(new Finding("", "there is more like this; the first " + MAX_FINDINGS + " findings are shown"));
        }
    }

    private void add(String pointer, String message) {
        add(new Finding(pointer, message));
    }

    private void logons(Optional<Boolean> logon, boolean replicates, boolean hasReplicatedTopics) {
        if (logon.isEmpty() && !replicates) {
            add(
                    "",
                    "there is no 'logon', so that this document lets nobody log on; write \"logon\": true to allow it, false"
                            + " to say that it is forbidden");
        }
        if (replicates && !hasReplicatedTopics) {
            add(
                    "/replication-logon",
                    "a replication source may log on and replicate nothing; list its topics in"
                            + " 'replicated-topics'");
        }
        if (hasReplicatedTopics && !replicates) {
            add(
                    "/replicated-topics",
                    "no replication source may log on, so that these are of no use; write"
                            + " \"replication-logon\": true");
        }
    }

    /** Fields without a meaning are allowed, for instance as comments; misspelt ones are what matters. */
    private void ignored(IgnoredField field) {
        Set<String> here = field.inEntry() ? DocumentParser.ENTRY_FIELDS : DocumentParser.FIELDS;
        Set<String> elsewhere = field.inEntry() ? DocumentParser.FIELDS : DocumentParser.ENTRY_FIELDS;
        String name = Text.printable(field.name());
        if (elsewhere.contains(field.name())) {
            add(
                    field.pointer(),
                    "'" + name + "' has no meaning here and is ignored; it belongs "
                            + (field.inEntry() ? "at the top of the document" : "into an entry of a list"));
        } else {
            Spelling.nearest(field.name(), here)
                    .ifPresent(known -> add(
                            field.pointer(),
                            "'" + name + "' has no meaning and is ignored; did you mean '" + known + "'?"));
        }
    }

    private void access(Rule rule) {
        Grants grants = rule.grants();
        quoted(rule, "read", grants.read());
        quoted(rule, "write", grants.write());
        if (!grants.select().isEmpty() && !grants.read().granted()) {
            add(
                    rule.pointer() + "/select",
                    "'select' says which fields may be read, and 'read' grants nothing; add"
                            + " \"read\": true, or remove it");
        }
    }

    private void quoted(Rule rule, String field, Access access) {
        if (access.filter().equals("true") || access.filter().equals("false")) {
            add(
                    rule.pointer() + "/" + field,
                    "this is a filter that reads '" + access.filter() + "', and not the value " + access.filter()
                            + "; remove the quotation marks");
        }
    }

    private void admin(Rule rule) {
        Grants grants = rule.grants();
        if (grants.read().isFiltered()
                || grants.write().isFiltered()
                || !grants.select().isEmpty()) {
            add(
                    rule.pointer(),
                    "filters and select lists are about messages, and nobody can apply them to an admin path: what"
                            + " they limit is denied; write true or false");
        }
    }
}
