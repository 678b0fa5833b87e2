package dev.keyhole.host.engine;

import dev.keyhole.spi.ModuleUnavailableException;

/** The host didn't wait for a module any longer, or had no place for the question. It says nothing of the module's answer. */
final class GivenUp extends ModuleUnavailableException {

    private static final long serialVersionUID = 1L;

    GivenUp(String why) {
        super(why);
    }
}
