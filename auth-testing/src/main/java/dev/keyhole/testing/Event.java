package dev.keyhole.testing;

import dev.keyhole.host.Decision;
import dev.keyhole.host.LogonOutcome;
import dev.keyhole.spi.ConnectionInfo;
import dev.keyhole.spi.LogonRequest;
import dev.keyhole.spi.Operation;
import dev.keyhole.spi.Permission;
import dev.keyhole.spi.Resource;

/** Something that the host decided about a client of a {@link FakeBroker}. */
public sealed interface Event {

    /** The connection it is about. */
    ConnectionInfo connection();

    /** A round of a logon ended; an implicit logon that a check begins isn't told apart from the check. */
    record Logon(ConnectionInfo connection, LogonRequest.Kind kind, String userName, LogonOutcome outcome)
            implements Event {}

    /** A check ended. */
    record Check(
            ConnectionInfo connection, Permission permission, Resource resource, Operation operation, Decision decision)
            implements Event {}

    /** The connection was closed, because its logon failed or the host wanted it. */
    record Disconnection(ConnectionInfo connection, String reason) implements Event {}
}
