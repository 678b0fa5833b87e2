package dev.keyhole.service;

import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** The tables of users, and of who belongs to which group. */
final class DatabaseUsers implements UserRecords {

    private final Sql sql;

    DatabaseUsers(Sql sql) {
        this.sql = sql;
    }

    @Override
    public Optional<UserRecord> find(String name) {
        List<String> groups = sql.query(
                row -> row.getString(1),
                "SELECT group_name FROM keyhole_member WHERE user_name = ? ORDER BY place",
                name);
        return sql.first(
                row -> new UserRecord(name, row.getString(1), row.getBoolean(2), groups, row.getString(3)),
                "SELECT password_hash, enabled, changes FROM keyhole_user WHERE name = ?",
                name);
    }

    @Override
    public List<String> list(String after, int limit) {
        return sql.query(
                row -> row.getString(1),
                "SELECT name FROM keyhole_user WHERE name > ? ORDER BY name LIMIT ?",
                after,
                limit);
    }

    @Override
    public void put(UserRecord user) {
        int found = sql.update(
                "UPDATE keyhole_user SET password_hash = ?, enabled = ?, changes = changes + 1 WHERE name = ?",
                user.hash(),
                user.enabled(),
                user.name());
        if (found == 0) {
            // A number that no user of this name had before.
            sql.update(
                    "INSERT INTO keyhole_user (name, password_hash, enabled, changes)"
                            + " VALUES (?, ?, ?, (SELECT number + 1 FROM keyhole_change))",
                    user.name(),
                    user.hash(),
                    user.enabled());
        }
        sql.update("DELETE FROM keyhole_member WHERE user_name = ?", user.name());
        GroupRecords known = new DatabaseGroups(sql);
        for (int place = 0; place < user.groups().size(); place++) {
            String group = user.groups().get(place);
            known.add(group);
            sql.update(
                    "INSERT INTO keyhole_member (user_name, group_name, place) VALUES (?, ?, ?)",
                    user.name(),
                    group,
                    place);
        }
    }

    @Override
    public void putDigests(String name, NewPassword password) {
        try {
            DigestRows.put(sql.connection(), name, password.hash(), password.digests(), password.realm());
        } catch (SQLException e) {
            throw new SqlFailure(e);
        }
    }

    @Override
    public void remove(String name) {
        sql.update("DELETE FROM keyhole_user WHERE name = ?", name);
    }
}
