package dev.keyhole.service;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.pool.HikariPool.PoolInitializationException;
import dev.keyhole.spi.ConfigurationException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A database with our tables in it, through a pool of connections. Thread-safe. */
final class Database implements AutoCloseable {

    /** Whoever waits longer for a connection is told that the store can't be asked. */
    private static final long WAIT_MILLIS = 2_000;

    /** Of several that change the same at the same time one gets through each time. */
    private static final int ATTEMPTS = 20;

    private static final int VALIDATION_SECONDS = 2;
    private static final Map<String, String> DRIVERS =
            Map.of("jdbc:postgresql:", "org.postgresql.Driver", "jdbc:h2:", "org.h2.Driver");
    private static final Logger log = LoggerFactory.getLogger(Database.class);

    /** What is done on a connection. */
    interface Work<T> {
        T on(Connection connection) throws SQLException;
    }

    private final HikariDataSource pool;
    private final AtomicBoolean failing = new AtomicBoolean();

    private Database(HikariDataSource pool) {
        this.pool = pool;
    }

    /**
     * Connects, and brings the tables up to date.
     *
     * @throws ConfigurationException if it can't be reached, or isn't one that this version can use
     */
    static Database open(DatabaseSettings settings) {
        String driver = DRIVERS.entrySet().stream()
                .filter(known -> settings.url().startsWith(known.getKey()))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElseThrow(() -> new ConfigurationException(
                        "the URL of the database begins neither with 'jdbc:postgresql:' nor with 'jdbc:h2:'"));
        HikariConfig config = new HikariConfig();
        config.setPoolName("keyhole-store");
        config.setDriverClassName(driver);
        config.setJdbcUrl(settings.url());
        config.setUsername(settings.user());
        config.setPassword(settings.password().reveal());
        config.setMaximumPoolSize(settings.maxConnections());
        config.setConnectionTimeout(WAIT_MILLIS);
        config.setValidationTimeout(WAIT_MILLIS);
        config.setInitializationFailTimeout(WAIT_MILLIS);
        HikariDataSource pool;
        try {
            pool = new HikariDataSource(config);
        } catch (PoolInitializationException e) {
            throw new ConfigurationException("the database can't be reached: " + rootMessage(e));
        }
        try {
            Flyway.configure(Database.class.getClassLoader())
                    .dataSource(pool)
                    .locations("classpath:dev/keyhole/service/migrations")
                    .table("keyhole_migrations")
                    .baselineOnMigrate(true)
                    .baselineVersion("0")
                    .load()
                    .migrate();
            return new Database(pool);
        } catch (FlywayException e) {
            pool.close();
            throw new ConfigurationException(
                    "the tables of the database can't be brought up to date: " + rootMessage(e));
        }
    }

    private static String rootMessage(Throwable thrown) {
        Throwable root = thrown;
        for (Throwable cause = root.getCause(); cause != null; cause = cause.getCause()) {
            root = cause;
        }
        return String.valueOf(root.getMessage());
    }

    /**
     * Reads.
     *
     * @throws StoreUnavailableException if the database fails
     */
    <T> T read(Work<T> work) {
        try (Connection connection = pool.getConnection()) {
            T result = work.on(connection);
            recovered();
            return result;
        } catch (SQLException e) {
            throw unavailable(e);
        }
    }

    /**
     * Does all of it or nothing; what was done is kept even if the process dies the next moment. May be tried several
     * times, where others change the same at the same time.
     *
     * @throws StoreUnavailableException if the database fails
     */
    <T> T write(Work<T> work) {
        for (int attempt = 1; ; attempt++) {
            try (Connection connection = pool.getConnection()) {
                T result = transaction(connection, work);
                recovered();
                return result;
            } catch (SQLException e) {
                if (attempt == ATTEMPTS || !isConflict(e)) {
                    throw unavailable(e);
                }
            }
        }
    }

    private static <T> T transaction(Connection connection, Work<T> work) throws SQLException {
        connection.setAutoCommit(false);
        try {
            T result = work.on(connection);
            connection.commit();
            return result;
        } catch (SQLException | RuntimeException e) {
            connection.rollback();
            throw e;
        }
    }

    /** Another one was there first: a key that is there already, a deadlock, a transaction that has to be repeated. */
    private static boolean isConflict(SQLException e) {
        String state = String.valueOf(e.getSQLState());
        return state.startsWith("23") || state.startsWith("40");
    }

    boolean isUsable() {
        try (Connection connection = pool.getConnection()) {
            return connection.isValid(VALIDATION_SECONDS);
        } catch (SQLException e) {
            return false;
        }
    }

    /** Says so in the log when it begins to fail, not at each request. */
    private StoreUnavailableException unavailable(SQLException e) {
        if (failing.compareAndSet(false, true)) {
            log.error("the database fails: {} (SQL state {})", e.getMessage(), e.getSQLState());
        }
        return new StoreUnavailableException("the database fails");
    }

    private void recovered() {
        if (failing.get() && failing.compareAndSet(true, false)) {
            log.info("the database can be used again");
        }
    }

    @Override
    public void close() {
        pool.close();
    }
}
