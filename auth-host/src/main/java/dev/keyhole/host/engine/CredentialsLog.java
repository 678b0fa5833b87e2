package dev.keyhole.host.engine;

import dev.keyhole.spi.Credentials;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/** One line for each time that credentials were asked for, and one for what became of them. Never the secret. */
final class CredentialsLog {

    private static final Logger LOG = LoggerFactory.getLogger("dev.keyhole.credentials");

    private CredentialsLog() {}

    static void obtained(Site site, Credentials credentials, long nanos) {
        write(
                Level.INFO,
                line(site, credentials.userName(), "obtained")
                        .field("source", credentials.source())
                        .field("ms", Nanos.millis(nanos)));
    }

    static void unavailable(Site site, String reason, long nanos) {
        write(Level.WARN, line(site, "", "unavailable").field("reason", reason).field("ms", Nanos.millis(nanos)));
    }

    /** The remote side has decided. */
    static void completed(Site site, String user, boolean accepted) {
        write(accepted ? Level.DEBUG : Level.WARN, line(site, user, accepted ? "accepted" : "refused"));
    }

    private static LogText line(Site site, String user, String outcome) {
        return new LogText("credentials")
                .field("destination", site.user())
                .field("user", user)
                .field("module", site.module())
                .field("outcome", outcome);
    }

    private static void write(Level level, LogText line) {
        LOG.atLevel(level).log(line.toString());
    }
}
