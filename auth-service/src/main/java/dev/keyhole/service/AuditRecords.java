package dev.keyhole.service;

import dev.keyhole.service.Administration.Actor;
import dev.keyhole.service.Administration.AuditEntry;
import java.util.List;

/** What was changed in a store, when, and by whom. */
interface AuditRecords {

    /** The entries with lower numbers than this, newest first. */
    List<AuditEntry> list(long before, int limit);

    /** @param version of the document that the change made; 0 for other changes */
    void add(Actor actor, String action, Owner target, long version);
}
