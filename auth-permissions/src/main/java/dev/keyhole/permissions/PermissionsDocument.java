package dev.keyhole.permissions;

import dev.keyhole.permissions.DocumentParser.IgnoredField;
import dev.keyhole.spi.ConnectionKind;
import dev.keyhole.spi.EntitlementDecision;
import dev.keyhole.spi.Explanation;
import dev.keyhole.spi.Operation;
import dev.keyhole.spi.Permission;
import dev.keyhole.spi.Resource;
import dev.keyhole.spi.ResourceType;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What one user may do, as a JSON document says it. Immutable, thread-safe. Two documents are equal if they say the
 * same, in the same order: white space, ignored fields and the order of fields don't count.
 */
public final class PermissionsDocument {

    static final String OUT_OF_STEPS = "it takes too many steps to find out whether the pattern matches";

    private static final EntitlementDecision CONTROL_CHARACTER =
            EntitlementDecision.denied(Explanation.of("the name holds a control character, or half of a character"));
    private static final EntitlementDecision NO_SUCH_PERMISSION =
            EntitlementDecision.denied(Explanation.of("a document grants no such thing"));

    private final Optional<String> userName;
    private final Optional<Boolean> logon;
    private final Optional<Boolean> replicationLogon;
    private final PermissionList topic;
    private final PermissionList admin;
    private final PermissionList replicatedTopics;
    private final List<IgnoredField> ignored;
    private final EntitlementDecision logonDecision;
    private final EntitlementDecision replicationLogonDecision;

    PermissionsDocument(
            Optional<String> userName,
            Optional<Boolean> logon,
            Optional<Boolean> replicationLogon,
            PermissionList topic,
            PermissionList admin,
            PermissionList replicatedTopics,
            List<IgnoredField> ignored) {
        this.userName = userName;
        this.logon = logon;
        this.replicationLogon = replicationLogon;
        this.topic = topic;
        this.admin = admin;
        this.replicatedTopics = replicatedTopics;
        this.ignored = List.copyOf(ignored);
        this.logonDecision = flag("logon", logon);
        this.replicationLogonDecision = flag("replication-logon", replicationLogon);
    }

    private static EntitlementDecision flag(String field, Optional<Boolean> value) {
        if (value.isEmpty()) {
            return EntitlementDecision.denied(Explanation.of("the document has no '" + field + "'"));
        }
        Explanation explanation = new Explanation("/" + field, "", "'" + field + "' is " + value.get());
        return value.get() ? EntitlementDecision.granted(explanation) : EntitlementDecision.denied(explanation);
    }

    /**
     * Parses a document and compiles its rules.
     *
     * @param json UTF-8, with or without a byte order mark; within {@link DocumentLimits}
     * @throws InvalidDocumentException if anything in it is wrong; nothing of it is used then
     */
    public static PermissionsDocument parse(byte[] json) {
        return DocumentParser.parse(json, new PatternCompiler());
    }

    /** Whether a decision is a denial only because no entry of the document says anything about what was asked. */
    public static boolean isSilent(EntitlementDecision decision) {
        return decision instanceof EntitlementDecision.Denied
                && decision.explanation().rule().isEmpty()
                && !decision.equals(CONTROL_CHARACTER)
                && !decision.equals(NO_SUCH_PERMISSION);
    }

    /** The name to bind to the connection instead of the one given at logon. Never empty, no control characters. */
    public Optional<String> userName() {
        return userName;
    }

    /** Whether the document says, in so many words, that this kind of connection may not log on. */
    public boolean forbidsLogon(ConnectionKind kind) {
        return switch (kind) {
            case APPLICATION -> logon.filter(allowed -> !allowed).isPresent();
            case REPLICATION -> replicationLogon.filter(allowed -> !allowed).isPresent();
            case ADMIN -> false;
        };
    }

    /**
     * Decides, by the first rule that matches. Doesn't block. Never abstains; the answer holds until reset, as the same
     * document gives the same answer always.
     *
     * <p>The rule in the explanation is a JSON Pointer into the document; it is empty where no rule matches.
     */
    public EntitlementDecision decide(Permission permission, Resource resource) {
        return switch (resource.type()) {
            case LOGON -> permission == Permission.LOGON ? logonDecision : NO_SUCH_PERMISSION;
            case REPLICATION_LOGON -> permission == Permission.LOGON ? replicationLogonDecision : NO_SUCH_PERMISSION;
            case TOPIC ->
                switch (permission) {
                    case READ, WRITE -> search(topic, permission, resource.name());
                    case REPLICATE -> search(replicatedTopics, permission, resource.name());
                    case LOGON -> NO_SUCH_PERMISSION;
                };
            case ADMIN ->
                switch (permission) {
                    case READ, WRITE -> search(admin, permission, resource.name());
                    case REPLICATE, LOGON -> NO_SUCH_PERMISSION;
                };
        };
    }

    /**
     * {@link #decide(Permission, Resource)}, but for a subscription to a pattern ({@link Operation#SUBSCRIBE_PATTERN}): that is
     * granted if something that it matches may be readable. A denial means that nothing is, and that the pattern's own text isn't
     * granted either; a grant promises nothing, as each topic is decided by itself before a message of it goes out.
     */
    public EntitlementDecision decide(Permission permission, Resource resource, Operation operation) {
        EntitlementDecision itself = decide(permission, resource);
        if (operation != Operation.SUBSCRIBE_PATTERN
                || permission != Permission.READ
                || resource.type() != ResourceType.TOPIC
                || itself instanceof EntitlementDecision.Granted
                || Text.hasControlOrLoneSurrogate(resource.name())) {
            return itself;
        }
        return TopicFilter.of(resource.name())
                .map(filter -> new Subscription(filter, topic).decide())
                .orElse(itself);
    }

    /**
     * Decides about all topics whose names begin with a text, for those who can ask only once for many of them, as a
     * subscription with a wildcard does. Granted if each of them is granted, with neither filter nor select list, and that
     * can be seen from the patterns; else denied. The empty text stands for every topic. Doesn't block.
     */
    public EntitlementDecision decideEveryTopic(Permission permission, String beginning) {
        return switch (permission) {
            case READ, WRITE ->
                Text.hasControlOrLoneSurrogate(beginning)
                        ? CONTROL_CHARACTER
                        : new Beginning(beginning).decide(topic.rules(), permission);
            case REPLICATE, LOGON -> NO_SUCH_PERMISSION;
        };
    }

    /**
     * Hosts refuse such names themselves. Here it means that patterns need not care what a line break is, which is
     * where the dialects of patterns differ most.
     */
    private static EntitlementDecision search(PermissionList list, Permission permission, String name) {
        return Text.hasControlOrLoneSurrogate(name) ? CONTROL_CHARACTER : list.decide(permission, name);
    }

    /**
     * Whether a decision is a denial because a pattern would have taken too long on that name. Its explanation names
     * the rule; whoever made the check should log it, as somebody may be doing it on purpose.
     */
    public static boolean ranOutOfSteps(EntitlementDecision decision) {
        return decision.explanation().detail().equals(OUT_OF_STEPS);
    }

    /**
     * What in the document doesn't mean what it seems to; at most some thousand findings. Takes some seconds for the
     * largest documents.
     */
    public List<Finding> lint() {
        return Lint.run(logon, replicationLogon, topic, admin, replicatedTopics, ignored);
    }

    /**
     * Where this document may grant something that another one doesn't. Empty if it is known to grant nothing but what the
     * other one grants, for every name there can be; what can't be seen from the patterns counts as more. The name that is
     * bound ({@link #userName}) isn't looked at. Takes a second or so for the largest documents.
     */
    public Optional<Finding> beyond(PermissionsDocument held) {
        return flagBeyond("logon", logon, held.logon)
                .or(() -> flagBeyond("replication-logon", replicationLogon, held.replicationLogon))
                .or(() -> new Comparison(topic.rules(), held.topic.rules()).run())
                .or(() -> new Comparison(admin.rules(), held.admin.rules()).run())
                .or(() -> new Comparison(replicatedTopics.rules(), held.replicatedTopics.rules()).run());
    }

    /** One that says {@code false} also keeps other modules from letting somebody in. */
    private static Optional<Finding> flagBeyond(String field, Optional<Boolean> granted, Optional<Boolean> held) {
        boolean more = held.isEmpty() ? granted.orElse(false) : !held.get() && !granted.equals(held);
        return more
                ? Optional.of(new Finding(
                        "/" + field, "'" + field + "' would be granted, or not be forbidden as it is to who grants it"))
                : Optional.empty();
    }

    /** Entries of all lists together. */
    public int ruleCount() {
        return topic.rules().size()
                + admin.rules().size()
                + replicatedTopics.rules().size();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof PermissionsDocument document
                && userName.equals(document.userName)
                && logon.equals(document.logon)
                && replicationLogon.equals(document.replicationLogon)
                && topic.rules().equals(document.topic.rules())
                && admin.rules().equals(document.admin.rules())
                && replicatedTopics.rules().equals(document.replicatedTopics.rules());
    }

    @Override
    public int hashCode() {
        return Objects.hash(userName, logon, replicationLogon, topic.rules(), admin.rules(), replicatedTopics.rules());
    }

    /** Says how large it is, and nothing of what it says. */
    @Override
    public String toString() {
        return "PermissionsDocument[" + ruleCount() + " rules]";
    }

    /**
     * Something a reader of the document should know.
     *
     * @param pointer where, as a JSON Pointer (RFC 6901)
     * @param message what, and what to do about it
     */
    public record Finding(String pointer, String message) {}
}
