package dev.keyhole.service;

import dev.keyhole.service.Administration.Actor;
import dev.keyhole.service.Administration.AuditEntry;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;

/** The table of the audit. */
final class DatabaseAudit implements AuditRecords {

    private final Sql sql;
    private final Clock clock;

    DatabaseAudit(Sql sql, Clock clock) {
        this.sql = sql;
        this.clock = clock;
    }

    @Override
    public List<AuditEntry> list(long before, int limit) {
        return sql.query(
                row -> new AuditEntry(
                        row.getLong(1),
                        row.getObject(2, OffsetDateTime.class),
                        row.getString(3),
                        row.getString(4),
                        row.getString(5),
                        row.getString(6),
                        row.getLong(7)),
                "SELECT id, at, who, address, action, target, version FROM keyhole_audit WHERE id < ?"
                        + " ORDER BY id DESC LIMIT ?",
                before,
                limit);
    }

    @Override
    public void add(Actor actor, String action, Owner target, long version) {
        sql.update(
                "INSERT INTO keyhole_audit (at, who, address, action, target, version) VALUES (?, ?, ?, ?, ?, ?)",
                clock.instant().atOffset(ZoneOffset.UTC),
                actor.name(),
                actor.address(),
                action,
                target.kind() + " " + target.name(),
                version);
    }
}
