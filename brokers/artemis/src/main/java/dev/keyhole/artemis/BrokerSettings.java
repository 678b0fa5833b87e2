package dev.keyhole.artemis;

import dev.keyhole.host.Transport;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.activemq.artemis.api.core.TransportConfiguration;
import org.apache.activemq.artemis.core.config.Configuration;
import org.apache.activemq.artemis.core.remoting.impl.netty.NettyAcceptorFactory;
import org.apache.activemq.artemis.core.remoting.impl.netty.TransportConstants;

/**
 * What is to be said about the settings of a broker that people run already. Everything is in words for operators.
 *
 * @param configuration of the broker; only read
 * @param transports names of the host's transports
 * @param managed whether the host also judges those who manage the broker
 */
record BrokerSettings(Configuration configuration, Set<String> transports, boolean managed) {

    private static final String ANYCAST_PREFIX = "anycastPrefix";
    private static final String MULTICAST_PREFIX = "multicastPrefix";

    BrokerSettings {
        transports = Set.copyOf(transports);
    }

    /** What would leave a way around Keyhole. The broker must not start with any of it. */
    List<String> problems() {
        List<String> problems = new ArrayList<>();
        if (!configuration.isSecurityEnabled()) {
            problems.add("broker.xml: <security-enabled> must be true, or Keyhole isn't asked at all");
        }
        if (configuration.getAuthenticationCacheSize() != 0) {
            problems.add(
                    "broker.xml: <authentication-cache-size> must be 0, because a cached login on one acceptor would"
                            + " count on all others");
        }
        if (configuration.getAuthorizationCacheSize() != 0) {
            problems.add("broker.xml: <authorization-cache-size> must be 0, because the broker's cache doesn't know"
                    + " acceptors, and outlives a reset; Keyhole has a cache of its own");
        }
        configuration.getAcceptorConfigurations().stream()
                .filter(acceptor -> protocolsOf(acceptor).contains(WireProtocol.MQTT.name()))
                .filter(acceptor -> has(acceptor, ANYCAST_PREFIX) || has(acceptor, MULTICAST_PREFIX))
                .forEach(acceptor -> problems.add("broker.xml: acceptor '" + acceptor.getName()
                        + "' speaks MQTT and has prefixes for addresses, which would let clients take queues of others;"
                        + " give MQTT an acceptor of its own, without prefixes"));
        return problems;
    }

    /** What an operator probably didn't mean; it shuts somebody out, and lets nobody in. */
    List<String> warnings() {
        List<String> warnings = new ArrayList<>();
        List<String> acceptors = new ArrayList<>();
        for (TransportConfiguration acceptor : configuration.getAcceptorConfigurations()) {
            acceptors.add(acceptor.getName());
            warnings.addAll(warnings(acceptor));
        }
        transports.stream()
                .filter(transport -> !acceptors.contains(transport))
                .sorted()
                .forEach(transport -> warnings.add("transport '" + transport
                        + "' has no acceptor of its name in broker.xml; there are " + acceptors));
        return warnings;
    }

    private List<String> warnings(TransportConfiguration acceptor) {
        String name = acceptor.getName();
        if (!NettyAcceptorFactory.class.getName().equals(acceptor.getFactoryClassName())) {
            return List.of(
                    "acceptor '" + name + "' isn't one of the network, and Keyhole lets nobody in by it; who uses it"
                            + " is to come in by an acceptor of the network that has a transport");
        }
        boolean forManagement = managed && name.equals(Transport.ADMIN);
        if (!transports.contains(name) && !forManagement) {
            return List.of("acceptor '" + name
                    + "' has no transport of its name in Keyhole's configuration, so nobody is" + " let in by it");
        }
        List<String> unknown = protocolsOf(acceptor).stream()
                .filter(protocol -> WireProtocol.named(protocol)
                        .filter(known -> !forManagement || known.manages())
                        .isEmpty())
                .toList();
        return unknown.isEmpty()
                ? List.of()
                : List.of("acceptor '" + name + "': nobody is let in by " + String.join(", ", unknown)
                        + (forManagement ? ", which the broker isn't managed by" : ", which Keyhole has no gate for"));
    }

    /** An acceptor that names no protocol speaks all of them. */
    private static List<String> protocolsOf(TransportConfiguration acceptor) {
        Object named = acceptor.getParams().get(TransportConstants.PROTOCOLS_PROP_NAME);
        if (named == null) {
            return Stream.concat(
                            Arrays.stream(WireProtocol.values()).map(WireProtocol::name),
                            Stream.of("OPENWIRE", "HORNETQ"))
                    .toList();
        }
        return Arrays.stream(named.toString().split(",", -1))
                .map(protocol -> protocol.strip().toUpperCase(Locale.ROOT))
                .toList();
    }

    private static boolean has(TransportConfiguration acceptor, String parameter) {
        return Stream.of(acceptor.getParams(), acceptor.getExtraParams())
                .filter(Objects::nonNull)
                .map((Map<String, Object> parameters) -> parameters.get(parameter))
                .anyMatch(value -> value != null && !value.toString().isEmpty());
    }
}
