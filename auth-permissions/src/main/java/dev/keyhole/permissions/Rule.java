package dev.keyhole.permissions;

import dev.keyhole.spi.EntitlementDecision;
import dev.keyhole.spi.Explanation;
import dev.keyhole.spi.Permission;
import dev.keyhole.spi.Validity;

/**
 * One entry of a list, compiled, with the decisions that it leads to: a check hands out what is here and makes nothing
 * new. Two are equal if they say the same and stand in the same place.
 */
final class Rule {

    private final String pointer;
    private final NamePattern pattern;
    private final Grants grants;
    private final EntitlementDecision read;
    private final EntitlementDecision write;
    private final EntitlementDecision replicate;

    /**
     * @param pointer where the entry stands, as a JSON Pointer
     */
    Rule(String pointer, NamePattern pattern, Grants grants) {
        this.pointer = pointer;
        this.pattern = pattern;
        this.grants = grants;
        EntitlementDecision denied = EntitlementDecision.denied(explanation("the entry doesn't grant it"));
        this.read = decision(grants.read(), grants.select(), "the entry grants reading", denied);
        this.write = decision(grants.write(), "", "the entry grants writing", denied);
        this.replicate = decision(grants.replicate(), "", "the entry grants replication", denied);
    }

    private EntitlementDecision decision(Access access, String select, String detail, EntitlementDecision denied) {
        if (!access.granted()) {
            return denied;
        }
        String filtered = access.isFiltered() ? detail + " with a filter" : detail;
        return new EntitlementDecision.Granted(access.filter(), select, Validity.untilReset(), explanation(filtered));
    }

    private Explanation explanation(String detail) {
        return new Explanation(pointer, pattern.text(), detail);
    }

    String pointer() {
        return pointer;
    }

    NamePattern pattern() {
        return pattern;
    }

    Grants grants() {
        return grants;
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
        return EntitlementDecision.denied(explanation(PermissionsDocument.OUT_OF_STEPS));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Rule rule
                && pointer.equals(rule.pointer)
                && pattern.text().equals(rule.pattern.text())
                && grants.equals(rule.grants);
    }

    @Override
    public int hashCode() {
        return pattern.text().hashCode() * 31 + grants.hashCode();
    }

    @Override
    public String toString() {
        return pointer;
    }
}
