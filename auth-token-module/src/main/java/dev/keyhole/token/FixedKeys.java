package dev.keyhole.token;

import dev.keyhole.spi.ModuleUnavailableException;
import java.util.List;

/** The key of the configuration. */
final class FixedKeys implements KeySource {

    private final KeySet keys;
    private volatile boolean closed;

    FixedKeys(KeySet keys) {
        this.keys = keys;
    }

    @Override
    public List<VerificationKey> candidates(TokenHeader header) {
        if (closed) {
            throw new ModuleUnavailableException("the token module is closed");
        }
        return keys.candidates(header);
    }

    @Override
    public void close() {
        closed = true;
    }
}
