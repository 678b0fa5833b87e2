package dev.keyhole.permissions;

import dev.keyhole.spi.EntitlementDecision;
import dev.keyhole.spi.Explanation;
import dev.keyhole.spi.Permission;
import dev.keyhole.spi.Validity;
import org.jspecify.annotations.Nullable;

/**
 * One entry of a list, compiled, with the decisions that it leads to. They are made when it first decides, as most never
 * do, and handed out from then on. Two rules are equal if they say the same and stand in the same place.
 */
final class Rule {

    private final String list;
    private final int index;
    private final NamePattern pattern;
    private final Grants grants;

    /** Two threads may both make them; they are immutable and equal, and it doesn't matter which stay. */
    private @Nullable Decisions made;

    private record Decisions(EntitlementDecision read, EntitlementDecision write, EntitlementDecision replicate) {}

    /**
     * @param list the field that holds the list
     * @param index of the entry in it
     */
    Rule(String list, int index, NamePattern pattern, Grants grants) {
        this.list = list;
        this.index = index;
        this.pattern = pattern;
        this.grants = grants;
    }

    /** Where the entry stands, as a JSON Pointer. */
    static String pointer(String list, int index) {
        return "/" + list + "/" + index;
    }

    String pointer() {
        return pointer(list, index);
    }

    NamePattern pattern() {
        return pattern;
    }

    Grants grants() {
        return grants;
    }

    /** The answer if this is the first rule that matches. */
    EntitlementDecision decision(Permission permission) {
        Decisions decisions = made;
        if (decisions == null) {
            decisions = new Decisions(
                    decision(grants.read(), grants.select(), "the entry grants reading"),
                    decision(grants.write(), "", "the entry grants writing"),
                    decision(grants.replicate(), "", "the entry grants replication"));
            made = decisions;
        }
        return switch (permission) {
            case READ -> decisions.read();
            case WRITE -> decisions.write();
            case REPLICATE -> decisions.replicate();
            case LOGON -> throw new IllegalArgumentException("no entry says anything of a logon");
        };
    }

    private EntitlementDecision decision(Access access, String select, String detail) {
        if (!access.granted()) {
            return EntitlementDecision.denied(explanation("the entry doesn't grant it"));
        }
        String filtered = access.isFiltered() ? detail + " with a filter" : detail;
        return new EntitlementDecision.Granted(access.filter(), select, Validity.untilReset(), explanation(filtered));
    }

    /** The answer if it couldn't be found out whether this rule matches. */
    EntitlementDecision undecided() {
        return EntitlementDecision.denied(explanation(PermissionsDocument.OUT_OF_STEPS));
    }

    private Explanation explanation(String detail) {
        return new Explanation(pointer(), pattern.text(), detail);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Rule rule
                && list.equals(rule.list)
                && index == rule.index
                && pattern.text().equals(rule.pattern.text())
                && grants.equals(rule.grants);
    }

    @Override
    public int hashCode() {
        return pattern.text().hashCode() * 31 + grants.hashCode();
    }

    @Override
    public String toString() {
        return pointer();
    }
}
