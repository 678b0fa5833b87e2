package dev.keyhole.artemis.plugin;

import org.apache.activemq.artemis.protocol.amqp.sasl.PlainServerSASLFactory;

/** The mechanism PLAIN. For the broker, which finds it as a service. */
public final class PlainSasl extends GuardedSasl {

    public PlainSasl() {
        super(new PlainServerSASLFactory());
    }
}
