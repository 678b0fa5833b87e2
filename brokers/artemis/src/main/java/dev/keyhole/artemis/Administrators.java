package dev.keyhole.artemis;

import dev.keyhole.artemis.plugin.Administrator;
import dev.keyhole.host.Connection;
import dev.keyhole.host.LogonOutcome;
import dev.keyhole.host.LogonOutcome.Accepted;
import dev.keyhole.host.Transport;
import dev.keyhole.spi.ConnectionInfo;
import dev.keyhole.spi.ConnectionKind;
import dev.keyhole.spi.LogonRequest;
import dev.keyhole.spi.Permission;
import dev.keyhole.spi.Resource;
import dev.keyhole.spi.Secret;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Judges those who log on to the broker's web console, or by JMX. Thread-safe. */
final class Administrators {

    private static final Logger log = LoggerFactory.getLogger("dev.keyhole.artemis");

    /** What has to be readable for a role. */
    private static final String ROLES = "/artemis/roles/";

    private static final AtomicLong COUNT = new AtomicLong();

    private final HostReference host;

    Administrators(HostReference host) {
        this.host = host;
    }

    /**
     * Logs somebody on, waiting for modules.
     *
     * @param password wiped by the caller
     * @param candidates roles that there are
     * @return empty if the logon fails, or no role is granted
     */
    Optional<Administrator> judge(String userName, char[] password, Set<String> candidates) {
        Optional<Transport> admin = host.get().admin();
        if (admin.isEmpty()) {
            log.error("nobody is let in to the web console or by JMX: Keyhole's configuration has no 'Admin'");
            return Optional.empty();
        }
        String id = "artemis-jmx-" + COUNT.incrementAndGet();
        ConnectionInfo info = ConnectionInfo.builder(id, Transport.ADMIN)
                .kind(ConnectionKind.ADMIN)
                .connectionName(id)
                .protocol("jmx")
                .build();
        // What a logon is worth is settled at once, and nothing is left that a reset would have to end.
        try (Secret secret = Secret.of(new String(password));
                Connection connection = admin.get().connect(info, reason -> {})) {
            return logOn(connection, LogonRequest.explicit(userName, secret))
                    .map(accepted -> new Administrator(accepted.identity().userName(), rolesOf(connection, candidates)))
                    .filter(administrator -> !administrator.roles().isEmpty());
        } catch (IllegalStateException hostIsClosed) {
            return Optional.empty();
        }
    }

    private static Optional<Accepted> logOn(Connection connection, LogonRequest request) {
        LogonOutcome outcome = connection.logonAndWait(request);
        return outcome.match(
                Optional::of,
                challenged -> {
                    challenged.data().close();
                    log.warn("transport {}: the module challenges, and JMX has no way to answer", Transport.ADMIN);
                    return Optional.empty();
                },
                refused -> Optional.empty(),
                unavailable -> Optional.empty());
    }

    private static Set<String> rolesOf(Connection connection, Set<String> candidates) {
        return candidates.stream()
                .filter(role -> connection
                        .check(Permission.READ, Resource.admin(ROLES + role))
                        .isGrantedInFull())
                .collect(Collectors.toUnmodifiableSet());
    }
}
