package dev.keyhole.service;

import io.javalin.http.Context;
import java.util.List;

/** The hosts that may ask for something that needs no credentials. What a header says doesn't count. */
final class AllowedPeers {

    private final List<Network> networks;

    AllowedPeers(List<Network> networks) {
        this.networks = List.copyOf(networks);
    }

    /** Answers the request with 403 if its host isn't among them, and says whether it did. */
    boolean refuse(Context context) {
        if (Network.anyContains(networks, Forwarders.peer(context.req()))) {
            return false;
        }
        Answers.error(context, 403, "this host may not ask for it");
        return true;
    }
}
