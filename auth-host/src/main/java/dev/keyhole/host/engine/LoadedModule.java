package dev.keyhole.host.engine;

import dev.keyhole.spi.SecurityModule;

/** A module that is open, with what it was lent. */
record LoadedModule(Plan.Module plan, SecurityModule module, ModuleServices services) {

    ClassLoader loader() {
        return plan.found().classLoader();
    }
}
