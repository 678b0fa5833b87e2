package dev.keyhole.host.engine;

import dev.keyhole.spi.Place;

/**
 * Where a module is in use, for messages and the log.
 *
 * @param module the configuration's name of the module
 * @param user name of the transport, or of the destination, that uses it; empty for what a module does apart from any
 * @param place the kind of block
 */
record Site(String module, String user, Place place) {

    /** For instance {@code module 'web' (authentication on transport 'mqtt')}. */
    @Override
    public String toString() {
        String use =
                switch (place) {
                    case AUTHENTICATION -> "authentication on transport '" + user + "'";
                    case ENTITLEMENT -> "entitlement on transport '" + user + "'";
                    case AUTHENTICATOR -> "credentials for destination '" + user + "'";
                    case MODULE -> "its own tasks";
                };
        return "module '" + module + "' (" + use + ")";
    }
}
