package dev.keyhole.service;

import java.time.Clock;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** Administration of a real PostgreSQL. */
class AdministrationOfPostgresTest extends EscalationTests {

    private static PostgresServer server;

    private DatabaseSettings settings;
    private Database database;

    @BeforeAll
    static void start() throws Exception {
        server = new PostgresServer();
    }

    @AfterAll
    static void stop() throws Exception {
        if (server != null) {
            server.close();
        }
    }

    @Override
    void prepare() throws Exception {
        settings = server.newDatabase();
        database = Database.open(settings);
    }

    @Override
    void release() {
        database.close();
    }

    @Override
    Ledger openLedger() {
        return new DatabaseLedger(database, Clock.systemUTC());
    }

    @Override
    PermissionsServiceBuilder builder() {
        return PermissionsService.builder().database(settings);
    }
}
