package dev.keyhole.artemis;

import org.apache.activemq.artemis.protocol.amqp.sasl.AnonymousServerSASLFactory;

/** The mechanism ANONYMOUS: an implicit logon. For the broker, which finds it as a service. */
public final class AnonymousSaslFactory extends KeyholeSasl {

    public AnonymousSaslFactory() {
        super(new AnonymousServerSASLFactory(), SaslMessages::anonymous);
    }
}
