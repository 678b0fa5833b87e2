package dev.keyhole.artemis.plugin;

import org.apache.activemq.artemis.protocol.amqp.sasl.AnonymousServerSASLFactory;

/** The mechanism ANONYMOUS. For the broker, which finds it as a service. */
public final class AnonymousSasl extends GuardedSasl {

    public AnonymousSasl() {
        super(new AnonymousServerSASLFactory());
    }
}
