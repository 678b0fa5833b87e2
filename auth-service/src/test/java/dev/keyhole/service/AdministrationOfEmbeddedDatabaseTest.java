package dev.keyhole.service;

import dev.keyhole.spi.Secret;
import java.util.UUID;

/** Administration of the embedded database. */
class AdministrationOfEmbeddedDatabaseTest extends AdministrationOfDatabaseTests {

    /** Whoever has to wait for another does so for as long as with PostgreSQL, and isn't sent away. */
    @Override
    DatabaseSettings settings() {
        return new DatabaseSettings(
                "jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1;LOCK_TIMEOUT=60000", "", Secret.empty(), 4);
    }
}
