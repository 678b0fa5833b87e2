package dev.keyhole.artemis;

import dev.keyhole.host.Transport;
import dev.keyhole.spi.ConfigurationException;
import dev.keyhole.spi.Problem;
import dev.keyhole.spi.Spelling;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.activemq.artemis.api.core.TransportConfiguration;
import org.apache.activemq.artemis.core.remoting.impl.netty.NettyAcceptorFactory;
import org.apache.activemq.artemis.core.remoting.impl.netty.TransportConstants;

/**
 * An acceptor for each transport of a host.
 *
 * @param transport name of the transport, and of the acceptor
 */
record AcceptorSettings(String transport, ListenAddress address, Set<WireProtocol> protocols) {

    /** Most connections of one transport at a time. */
    private static final long MOST_CONNECTIONS = 20_000;

    AcceptorSettings {
        protocols = Set.copyOf(protocols);
    }

    /**
     * Reads what the configuration says of transports.
     *
     * @throws ConfigurationException with everything that is wrong with any of them
     */
    static List<AcceptorSettings> of(List<Transport> transports) {
        List<Problem> problems = new ArrayList<>();
        List<AcceptorSettings> settings = transports.stream()
                .flatMap(transport -> of(transport, problems).stream())
                .toList();
        if (transports.isEmpty()) {
            problems.add(Problem.of("the configuration has no 'Transport', so the broker has nowhere to listen"));
        }
        if (!problems.isEmpty()) {
            throw new ConfigurationException(problems);
        }
        return settings;
    }

    private static Optional<AcceptorSettings> of(Transport transport, List<Problem> problems) {
        int before = problems.size();
        Optional<ListenAddress> address = ListenAddress.parse(transport.address());
        if (address.isEmpty()) {
            problems.add(problem(
                    transport,
                    "'InetAddr' must be a port, or an address and a port such as 127.0.0.1:1883; it is '"
                            + transport.address() + "'"));
        }
        Set<WireProtocol> protocols = EnumSet.noneOf(WireProtocol.class);
        for (String name : transport.protocol().split(",", -1)) {
            WireProtocol.named(name.strip()).ifPresentOrElse(protocols::add, () -> {
                String wrong = "'" + name.strip() + "' in 'Protocol' isn't a protocol of this broker";
                problems.add(problem(transport, Spelling.unknown(wrong, name.strip(), WireProtocol.configuredNames())));
            });
        }
        return problems.size() > before
                ? Optional.empty()
                : address.map(where -> new AcceptorSettings(transport.name(), where, protocols));
    }

    private static Problem problem(Transport transport, String message) {
        return Problem.of("transport '" + transport.name() + "': " + message);
    }

    TransportConfiguration toConfiguration() {
        Map<String, Object> parameters = new HashMap<>();
        parameters.put(TransportConstants.HOST_PROP_NAME, address.host());
        parameters.put(TransportConstants.PORT_PROP_NAME, address.port());
        // An acceptor that names no protocol would speak them all.
        parameters.put(
                TransportConstants.PROTOCOLS_PROP_NAME,
                protocols.stream().map(WireProtocol::name).sorted().collect(Collectors.joining(",")));
        // Each acceptor has event loops of its own, so a check that is slow on one doesn't slow down another.
        parameters.put(TransportConstants.USE_EPOLL_PROP_NAME, false);
        parameters.put(TransportConstants.USE_KQUEUE_PROP_NAME, false);
        parameters.put(TransportConstants.CONNECTIONS_ALLOWED, MOST_CONNECTIONS);
        parameters.put(TransportConstants.QUIET_PERIOD, 0);
        parameters.put(TransportConstants.SHUTDOWN_TIMEOUT, 1_000);
        Map<String, Object> protocolParameters = new HashMap<>();
        protocolParameters.put("saslMechanisms", "PLAIN,ANONYMOUS," + SaslMechanism.X_KEYHOLE);
        return new TransportConfiguration(
                NettyAcceptorFactory.class.getName(), parameters, transport, protocolParameters);
    }
}
