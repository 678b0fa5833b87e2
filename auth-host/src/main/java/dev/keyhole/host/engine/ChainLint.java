package dev.keyhole.host.engine;

import dev.keyhole.spi.ChainTrait;
import java.util.List;
import java.util.Set;

/** Looks at the modules of a chain for what none of them can see alone. */
final class ChainLint {

    private ChainLint() {}

    /** A module of a chain, with what it says of itself. */
    record Link(Plan.Use use, Set<ChainTrait> traits) {

        private boolean has(ChainTrait trait) {
            return traits.contains(trait);
        }

        private String module() {
            return use.module().name();
        }
    }

    /** Warns of a module that lets anybody in as soon as one before it has an outage. */
    static void warn(String transport, List<Link> chain, Problems problems) {
        for (int i = 0; i < chain.size(); i++) {
            Link open = chain.get(i);
            if (!open.has(ChainTrait.ACCEPTS_ANYBODY)) {
                continue;
            }
            chain.subList(0, i).stream()
                    .filter(link -> link.has(ChainTrait.ABSTAINS_ON_OUTAGE))
                    .forEach(link -> problems.warning(
                            open.use().location(),
                            "on transport '" + transport + "' module '" + open.module()
                                    + "' accepts anybody, and module '"
                                    + link.module()
                                    + "' before it abstains when its service is down: an outage opens the"
                                    + " door. Take '" + open.module() + "' out, or have '" + link.module()
                                    + "' deny on errors"));
        }
    }
}
