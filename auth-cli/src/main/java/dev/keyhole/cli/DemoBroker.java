package dev.keyhole.cli;

import java.io.IOException;

/** A broker that listens where a configuration's transports say, guarded by Keyhole. */
interface DemoBroker extends AutoCloseable {

    int port(String transport);

    @Override
    void close() throws IOException;
}
