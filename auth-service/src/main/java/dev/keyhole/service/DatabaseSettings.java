package dev.keyhole.service;

import dev.keyhole.spi.Secret;

/**
 * How a database is reached.
 *
 * @param url of JDBC; {@code jdbc:postgresql:} or {@code jdbc:h2:}
 * @param user empty for a database that asks for none
 * @param maxConnections open at one time
 */
public record DatabaseSettings(String url, String user, Secret password, int maxConnections) {

    /** Connections that are usual for one service. */
    public static final int USUAL_CONNECTIONS = 10;

    /**
     * A database in a file of this process, which no other process may have open.
     *
     * @param path of the file, without its ending
     */
    public static DatabaseSettings embedded(String path) {
        // What was committed must be in the file when the answer goes out.
        return new DatabaseSettings("jdbc:h2:file:" + path + ";WRITE_DELAY=0", "", Secret.empty(), USUAL_CONNECTIONS);
    }
}
