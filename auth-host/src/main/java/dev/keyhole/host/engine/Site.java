package dev.keyhole.host.engine;

import dev.keyhole.spi.Place;

/**
 * Where a module is in use, for messages and the log.
 *
 * @param module the configuration's name of the module
 * @param transport name of the transport; empty for what a module does apart from any
 * @param place the kind of block
 */
record Site(String module, String transport, Place place) {

    /** For instance {@code module 'web' (authentication on transport 'mqtt')}. */
    @Override
    public String toString() {
        String use =
                switch (place) {
                    case AUTHENTICATION -> "authentication";
                    case ENTITLEMENT -> "entitlement";
                    case MODULE -> "its own tasks";
                };
        return "module '" + module + "' (" + use + (transport.isEmpty() ? "" : " on transport '" + transport + "'")
                + ")";
    }
}
