package dev.keyhole.spi;

import static java.util.Objects.requireNonNull;

import java.net.InetSocketAddress;
import java.util.Optional;

/**
 * What a broker knows about a connection before its logon. Immutable. Texts that come from the client ({@link
 * #clientName()}, {@link #connectionName()}) are as the client sent them; a broker that has none leaves them empty.
 */
public final class ConnectionInfo {

    private final Builder values;

    private ConnectionInfo(Builder values) {
        this.values = values;
    }

    /**
     * @param id unique among the open connections of the host
     * @param transport name of the transport that the connection came in by
     */
    public static Builder builder(String id, String transport) {
        return new Builder(id, transport);
    }

    public String id() {
        return values.id;
    }

    public String transport() {
        return values.transport;
    }

    public ConnectionKind kind() {
        return values.kind;
    }

    /** Name that the broker gave to the connection, for instance {@code AMPS-mqtt-17}; may be empty. */
    public String connectionName() {
        return values.connectionName;
    }

    /** Wire protocol in lower case, for instance {@code mqtt}; may be empty. */
    public String protocol() {
        return values.protocol;
    }

    /** Name of the client program's own choice, for instance the MQTT client id; may be empty. */
    public String clientName() {
        return values.clientName;
    }

    /** Type of the messages on the connection, where a broker has one for each; may be empty. */
    public String messageType() {
        return values.messageType;
    }

    public Optional<InetSocketAddress> localAddress() {
        return values.localAddress;
    }

    public Optional<InetSocketAddress> remoteAddress() {
        return values.remoteAddress;
    }

    /** Empty if the connection isn't encrypted. */
    public Optional<TlsInfo> tls() {
        return values.tls;
    }

    @Override
    public String toString() {
        return "ConnectionInfo[" + values.id + " on " + values.transport + "]";
    }

    /** Collects what is known of a connection. Not thread-safe. */
    public static final class Builder {

        private final String id;
        private final String transport;
        private ConnectionKind kind = ConnectionKind.APPLICATION;
        private String connectionName = "";
        private String protocol = "";
        private String clientName = "";
        private String messageType = "";
        private Optional<InetSocketAddress> localAddress = Optional.empty();
        private Optional<InetSocketAddress> remoteAddress = Optional.empty();
        private Optional<TlsInfo> tls = Optional.empty();

        private Builder(String id, String transport) {
            this.id = requireNonNull(id);
            this.transport = requireNonNull(transport);
        }

        private Builder(Builder other) {
            this(other.id, other.transport);
            kind = other.kind;
            connectionName = other.connectionName;
            protocol = other.protocol;
            clientName = other.clientName;
            messageType = other.messageType;
            localAddress = other.localAddress;
            remoteAddress = other.remoteAddress;
            tls = other.tls;
        }

        public Builder kind(ConnectionKind value) {
            kind = requireNonNull(value);
            return this;
        }

        public Builder connectionName(String value) {
            connectionName = requireNonNull(value);
            return this;
        }

        public Builder protocol(String value) {
            protocol = requireNonNull(value);
            return this;
        }

        public Builder clientName(String value) {
            clientName = requireNonNull(value);
            return this;
        }

        public Builder messageType(String value) {
            messageType = requireNonNull(value);
            return this;
        }

        public Builder localAddress(InetSocketAddress value) {
            localAddress = Optional.of(value);
            return this;
        }

        public Builder remoteAddress(InetSocketAddress value) {
            remoteAddress = Optional.of(value);
            return this;
        }

        public Builder tls(TlsInfo value) {
            tls = Optional.of(value);
            return this;
        }

        public ConnectionInfo build() {
            return new ConnectionInfo(new Builder(this));
        }
    }
}
