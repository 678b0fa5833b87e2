package dev.keyhole.artemis;

import org.apache.activemq.artemis.protocol.amqp.proton.handler.EventHandler;
import org.apache.qpid.proton.amqp.transport.AmqpError;
import org.apache.qpid.proton.amqp.transport.ErrorCondition;
import org.apache.qpid.proton.engine.Delivery;
import org.apache.qpid.proton.engine.Link;

/**
 * Tells clients the true reason when the broker refuses a link because a check was denied. Where an address or queue
 * would have had to be made for it, the broker calls that an internal error.
 *
 * <p>It sees each event after the broker has dealt with it, and before the answer is written, on the connection's event
 * loop; so do the checks, which is how {@link ClientConnection#takeDenial()} belongs to the link.
 */
final class AmqpErrors implements EventHandler {

    private final ClientConnection client;

    AmqpErrors(ClientConnection client) {
        this.client = client;
    }

    @Override
    public void onRemoteOpen(Link link) {
        boolean denied = client.takeDenial();
        ErrorCondition condition = link.getCondition();
        if (denied && condition != null && AmqpError.INTERNAL_ERROR.equals(condition.getCondition())) {
            link.setCondition(new ErrorCondition(AmqpError.UNAUTHORIZED_ACCESS, "not authorized"));
        }
    }

    @Override
    public void onDelivery(Delivery delivery) {
        client.takeDenial();
    }
}
