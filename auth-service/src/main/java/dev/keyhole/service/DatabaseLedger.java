package dev.keyhole.service;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;

/** What is in a database. A change begins with that of one row, which it has to itself then. Thread-safe. */
final class DatabaseLedger implements Ledger {

    private static final long MAX_WAIT_SECONDS = 10;

    private final Database database;
    private final Clock clock;

    /** Those of one process wait here, in order, and don't take the connections that logons need. */
    private final ReentrantLock turn = new ReentrantLock(true);

    DatabaseLedger(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    @Override
    public <T> T read(Function<Transaction, T> work) {
        return database.read(connection -> apply(work, connection));
    }

    @Override
    public <T> T change(Function<Transaction, T> work) {
        try {
            if (!turn.tryLock(MAX_WAIT_SECONDS, TimeUnit.SECONDS)) {
                throw new StoreUnavailableException("too many changes wait for each other");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoreUnavailableException("the service ends");
        }
        try {
            return database.write(connection -> {
                alone(connection);
                return apply(work, connection);
            });
        } finally {
            turn.unlock();
        }
    }

    /** Waits for every other change, and keeps others waiting until the transaction ends. */
    private static void alone(Connection connection) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.executeUpdate("UPDATE keyhole_change SET number = number + 1");
        }
    }

    private <T> T apply(Function<Transaction, T> work, Connection connection) throws SQLException {
        Sql sql = new Sql(connection);
        try {
            return work.apply(new Transaction(
                    new DatabaseUsers(sql),
                    new DatabaseGroups(sql),
                    new DatabaseDocuments(sql, clock),
                    new DatabaseAudit(sql, clock)));
        } catch (SqlFailure e) {
            throw e.failure();
        }
    }

    /** The database belongs to the store. */
    @Override
    public void close() {}
}
