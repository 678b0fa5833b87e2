package dev.keyhole.host.engine;

import dev.keyhole.host.config.Configuration;
import dev.keyhole.host.loader.ModuleCatalog;
import dev.keyhole.spi.Options;
import dev.keyhole.spi.Place;
import dev.keyhole.spi.RawOption;
import java.util.List;
import java.util.Optional;

/**
 * What a configuration comes to, once all its names are resolved and all its options read: which modules to load, and what
 * each transport and destination uses them for. Parts that are wrong are missing; the problems say why.
 */
record Plan(List<Module> modules, List<Transport> transports, List<Destination> destinations) {

    /**
     * A module in use.
     *
     * @param library the name that it is loaded by
     * @param raw its options as written
     * @param options its options as read; empty if something is wrong with them
     * @param location where it is declared; empty for one that is always there
     */
    record Module(
            String name,
            String library,
            ModuleCatalog.Found found,
            List<RawOption> raw,
            Optional<Options> options,
            String location) {}

    /**
     * A module in a block.
     *
     * @param own the block's own options as written
     * @param options the options of block and module as read; empty if something is wrong with them
     */
    record Use(Module module, Place place, List<RawOption> own, Optional<Options> options, String location) {

        /** Where an option is written, be it in the block or in the module; else where the use is. */
        String locationOf(String option) {
            return find(own, option).or(() -> find(module.raw(), option)).orElse(location);
        }

        private static Optional<String> find(List<RawOption> options, String name) {
            return options.stream()
                    .filter(option -> option.name().equals(name))
                    .map(RawOption::location)
                    .findFirst();
        }
    }

    /** A transport with its two chains. */
    record Transport(Configuration.Transport configured, List<Use> authentication, List<Use> entitlement) {}

    /** A destination with what gives it credentials; empty if that can't be used. */
    record Destination(Configuration.Destination configured, Optional<Use> authenticator) {}
}
