package dev.keyhole.host;

/** How a host makes its broker close a connection. */
@FunctionalInterface
public interface DisconnectListener {

    /**
     * The broker must close the connection: an implicit logon failed, the client was reset or didn't answer its challenge
     * in time, a module or the host ended it. A logon that failed is told to the broker as the outcome of {@link
     * Connection#logon}, so that it can tell its client why; only if the connection is still there a second later, this is
     * called as well.
     *
     * <p>Called at most once, on a thread of the host that must not be blocked; not after {@link Connection#close()} has
     * returned, but perhaps while it runs.
     *
     * @param reason for operators
     */
    void disconnect(String reason);
}
