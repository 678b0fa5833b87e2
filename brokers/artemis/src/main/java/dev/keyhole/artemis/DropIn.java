package dev.keyhole.artemis;

import dev.keyhole.artemis.plugin.Administrator;
import dev.keyhole.artemis.plugin.Installation;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import javax.security.auth.Subject;
import org.apache.activemq.artemis.core.config.Configuration;
import org.apache.activemq.artemis.core.security.CheckType;
import org.apache.activemq.artemis.core.security.Role;
import org.apache.activemq.artemis.core.server.ActiveMQServer;
import org.apache.activemq.artemis.protocol.amqp.sasl.ServerSASL;
import org.apache.activemq.artemis.spi.core.protocol.RemotingConnection;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keyhole in a broker that people run already. It lets nobody in before its gates are there. */
final class DropIn implements Installation {

    private static final Logger log = LoggerFactory.getLogger("dev.keyhole.artemis");

    private final HostReference host;
    private final Administrators administrators;
    private volatile Optional<Guard> guard = Optional.empty();
    private final AtomicBoolean complained = new AtomicBoolean();

    DropIn(HostReference host) {
        this.host = host;
        this.administrators = new Administrators(host);
    }

    @Override
    public void guard(ActiveMQServer server) {
        Configuration configuration = server.getConfiguration();
        BrokerSettings settings = new BrokerSettings(
                configuration, host.get().transportNames(), host.get().admin().isPresent());
        settings.warnings().forEach(log::warn);
        new OtherBrokers(configuration, transportsForBrokers()).warnings().forEach(log::warn);
        List<String> problems = settings.problems();
        if (!problems.isEmpty()) {
            problems.forEach(log::error);
            throw new IllegalStateException("Keyhole doesn't let the broker start:" + System.lineSeparator()
                    + String.join(System.lineSeparator(), problems));
        }
        // A broker that stops itself, and starts again when its network is back, has those of its first start.
        guard.ifPresent(former -> former.plugins().forEach(server::unRegisterBrokerPlugin));
        Guard present = Guard.of(host, configuration);
        present.plugins().forEach(server::registerBrokerPlugin);
        guard = Optional.of(present);
    }

    private Set<String> transportsForBrokers() {
        return host.get().transportNames().stream()
                .filter(name ->
                        ClusterUser.isDeclaredIn(host.get().transport(name).protocol()))
                .collect(Collectors.toSet());
    }

    @Override
    public @Nullable ServerSASL sasl(String mechanism, RemotingConnection connection) {
        KeyholeSecurityManager guarding = guarding();
        return guarding == null ? null : guarding.sasl(mechanism, connection);
    }

    @Override
    public @Nullable Subject authenticate(
            @Nullable String user,
            @Nullable String password,
            @Nullable RemotingConnection connection,
            @Nullable String securityDomain) {
        KeyholeSecurityManager guarding = guarding();
        return guarding == null ? null : guarding.authenticate(user, password, connection, securityDomain);
    }

    @Override
    public Optional<Administrator> administrator(String userName, char[] password, Set<String> roles) {
        return administrators.judge(userName, password, roles);
    }

    @Override
    public boolean authorize(@Nullable Subject subject, Set<Role> roles, CheckType check, String address) {
        KeyholeSecurityManager guarding = guarding();
        return guarding != null && guarding.authorize(subject, roles, check, address);
    }

    private @Nullable KeyholeSecurityManager guarding() {
        KeyholeSecurityManager guarding = guard.map(Guard::securityManager).orElse(null);
        if (guarding == null && complained.compareAndSet(false, true)) {
            log.error(
                    "nobody is let in: broker.xml must name dev.keyhole.artemis.plugin.KeyholePlugin in <broker-plugins>");
        }
        return guarding;
    }
}
