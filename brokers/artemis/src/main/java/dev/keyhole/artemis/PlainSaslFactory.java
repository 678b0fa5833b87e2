package dev.keyhole.artemis;

import org.apache.activemq.artemis.protocol.amqp.sasl.PlainServerSASLFactory;

/** The mechanism PLAIN. For the broker, which finds it as a service. */
public final class PlainSaslFactory extends KeyholeSasl {

    public PlainSaslFactory() {
        super(new PlainServerSASLFactory(), SaslMessages::plain);
    }
}
