package dev.keyhole.service;

import io.javalin.http.Context;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Keeps out requests that a page of another site makes a browser send, perhaps with a password that the browser
 * remembers. Programs that aren't browsers send none of these headers.
 */
final class CrossSite {

    private static final Set<String> OWN = Set.of("same-origin", "none");

    private CrossSite() {}

    /** @throws Refusal if a browser sends this for another site, or may do so */
    static void refuse(Context context) {
        boolean foreign = headers(context, "Sec-Fetch-Site").stream()
                        .anyMatch(site -> !OWN.contains(site.toLowerCase(Locale.ROOT)))
                || headers(context, "Origin").stream().anyMatch(origin -> !isOwn(context, origin));
        if (foreign) {
            throw new Refusal(403, "a page of another site may not ask for this");
        }
    }

    private static List<String> headers(Context context, String name) {
        return Collections.list(context.req().getHeaders(name));
    }

    /** By host and port: a proxy with TLS in front of the service makes the schemes differ. */
    private static boolean isOwn(Context context, String origin) {
        List<String> hosts = headers(context, "Host");
        try {
            String authority = new URI(origin).getRawAuthority();
            return authority != null && hosts.size() == 1 && authority.equalsIgnoreCase(hosts.get(0));
        } catch (URISyntaxException e) {
            return false;
        }
    }
}
