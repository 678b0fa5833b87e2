package dev.keyhole.cli;

import java.util.Optional;

/**
 * A visitor's stay at the demo's broker, with one client and one logon for all steps.
 *
 * @param visitor who; empty if nobody is there
 * @param client connected, if the broker let it
 * @param logon how the logon ended
 */
record Visit(Optional<Visitor> visitor, Optional<BrokerClient> client, Reply logon) implements AutoCloseable {

    static final Visit NONE = new Visit(Optional.empty(), Optional.empty(), Reply.failed("nobody is there"));

    /** Connects and logs on. */
    static Visit begin(Visitor visitor, BrokerClient client) {
        return new Visit(Optional.of(visitor), Optional.of(client), client.connect());
    }

    boolean isOf(Visitor other) {
        return visitor.filter(other::equals).isPresent();
    }

    /** Does what a step says, if the logon went well; else the logon's end is the step's. */
    Reply take(TourStep step) {
        return logon.isAccepted() ? client.map(step.action()).orElse(logon) : logon;
    }

    @Override
    public void close() {
        client.ifPresent(BrokerClient::close);
    }
}
