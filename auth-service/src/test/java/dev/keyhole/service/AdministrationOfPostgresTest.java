package dev.keyhole.service;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** Administration of a real PostgreSQL. */
class AdministrationOfPostgresTest extends AdministrationOfDatabaseTests {

    private static PostgresServer server;

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
    DatabaseSettings settings() throws Exception {
        return server.newDatabase();
    }
}
