package dev.keyhole.service;

import dev.keyhole.spi.Secret;
import java.time.Clock;
import java.util.UUID;

/** Administration of the embedded database. */
class AdministrationOfEmbeddedDatabaseTest extends EscalationTests {

    private DatabaseSettings settings;
    private Database database;

    @Override
    void prepare() {
        settings =
                new DatabaseSettings("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1", "", Secret.empty(), 4);
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
