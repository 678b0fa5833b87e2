package dev.keyhole.permissions;

import dev.keyhole.spi.EntitlementDecision;
import dev.keyhole.spi.Explanation;
import dev.keyhole.spi.Permission;
import dev.keyhole.spi.Validity;

/**
 * One entry of a list, compiled, with the decisions that it leads to: a check hands out what is here and makes nothing
 * new.
 */
final class Rule {

    private static final String DENIED = "the entry doesn't grant it";

    private final String pointer;
    private final NamePattern pattern;
    private final EntitlementDecision read;
    private final EntitlementDecision write;
    private final EntitlementDecision replicate;
    private final EntitlementDecision undecided;

    private Rule(
            String pointer,
            NamePattern pattern,
            EntitlementDecision read,
            EntitlementDecision write,
            EntitlementDecision replicate) {
        this.pointer = pointer;
        this.pattern = pattern;
        this.read = read;
        this.write = write;
        this.replicate = replicate;
        this.undecided =
                EntitlementDecision.denied(new Explanation(pointer, pattern.text(), PermissionsDocument.OUT_OF_STEPS));
    }

    /** An entry of a permission list. */
    static Rule of(String pointer, NamePattern pattern, Access read, Access write, String select) {
        EntitlementDecision denied = EntitlementDecision.denied(new Explanation(pointer, pattern.text(), DENIED));
        return new Rule(
                pointer,
                pattern,
                decision(read, select, "the entry grants reading", pointer, pattern, denied),
                decision(write, "", "the entry grants writing", pointer, pattern, denied),
                denied);
    }

    /** An entry of {@code replicated-topics}. */
    static Rule replicated(String pointer, NamePattern pattern) {
        EntitlementDecision denied = EntitlementDecision.denied(new Explanation(pointer, pattern.text(), DENIED));
        EntitlementDecision granted =
                EntitlementDecision.granted(new Explanation(pointer, pattern.text(), "the entry grants replication"));
        return new Rule(pointer, pattern, denied, denied, granted);
    }

    private static EntitlementDecision decision(
            Access access,
            String select,
            String detail,
            String pointer,
            NamePattern pattern,
            EntitlementDecision denied) {
        if (!access.granted()) {
            return denied;
        }
        String filtered = access.isFiltered() ? detail + " with a filter" : detail;
        return new EntitlementDecision.Granted(
                access.filter(), select, Validity.untilReset(), new Explanation(pointer, pattern.text(), filtered));
    }

    /** Where it stands, as a JSON Pointer. */
    String pointer() {
        return pointer;
    }

    NamePattern pattern() {
        return pattern;
    }

    /** The answer if this is the first rule that matches. */
    EntitlementDecision decision(Permission permission) {
        return switch (permission) {
            case READ -> read;
            case WRITE -> write;
            case REPLICATE -> replicate;
            case LOGON -> throw new IllegalArgumentException("no entry says anything of a logon");
        };
    }

    /** The answer if it couldn't be found out whether this rule matches. */
    EntitlementDecision undecided() {
        return undecided;
    }

    boolean grantsAnything() {
        return isGranted(read) || isGranted(write) || isGranted(replicate);
    }

    private static boolean isGranted(EntitlementDecision decision) {
        return decision instanceof EntitlementDecision.Granted;
    }

    /** By what it says and where it stands. */
    @Override
    public boolean equals(Object other) {
        return other instanceof Rule rule
                && read.equals(rule.read)
                && write.equals(rule.write)
                && replicate.equals(rule.replicate);
    }

    @Override
    public int hashCode() {
        return (read.hashCode() * 31 + write.hashCode()) * 31 + replicate.hashCode();
    }

    @Override
    public String toString() {
        return pointer;
    }
}
