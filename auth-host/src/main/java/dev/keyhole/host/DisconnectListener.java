package dev.keyhole.host;

/** How a host makes its broker close a connection. */
@FunctionalInterface
public interface DisconnectListener {

    /**
     * The broker must close the connection, because its logon failed, was reset or ran out. Called at most once, on a
     * thread of the host that must not be blocked; never after the broker closed the {@link Connection} itself.
     *
     * @param reason for operators
     */
    void disconnect(String reason);
}
