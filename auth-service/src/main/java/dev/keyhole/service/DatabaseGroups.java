package dev.keyhole.service;

import java.util.List;
import java.util.Optional;

/** The tables of groups, and of who belongs to which. */
final class DatabaseGroups implements GroupRecords {

    private final Sql sql;

    DatabaseGroups(Sql sql) {
        this.sql = sql;
    }

    @Override
    public boolean exists(String name) {
        return sql.first(row -> row.getString(1), "SELECT name FROM keyhole_group WHERE name = ?", name)
                .isPresent();
    }

    @Override
    public List<String> list(String after, int limit) {
        return sql.query(
                row -> row.getString(1),
                "SELECT name FROM keyhole_group WHERE name > ? ORDER BY name LIMIT ?",
                after,
                limit);
    }

    @Override
    public List<String> members(String group, String after, int limit) {
        return sql.query(
                row -> row.getString(1),
                "SELECT user_name FROM keyhole_member WHERE group_name = ? AND user_name > ?"
                        + " ORDER BY user_name LIMIT ?",
                group,
                after,
                limit);
    }

    @Override
    public Optional<String> firstOf(String user) {
        return sql.first(
                row -> row.getString(1),
                "SELECT group_name FROM keyhole_member WHERE user_name = ? ORDER BY place LIMIT 1",
                user);
    }

    @Override
    public void add(String name) {
        if (!exists(name)) {
            sql.update("INSERT INTO keyhole_group (name) VALUES (?)", name);
        }
    }

    @Override
    public void remove(String name) {
        sql.update("DELETE FROM keyhole_group WHERE name = ?", name);
    }
}
