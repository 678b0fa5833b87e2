package dev.keyhole.spi;

/** What the host does for one context. Thread-safe; no call blocks. */
public interface ContextServices {

    /**
     * Forgets every cached decision about a user in this context's registration, and disconnects the user's
     * connections on its transport, because what they were told no longer holds. A check that began before the call
     * doesn't fill the cache after it.
     *
     * @param userName the bound user name
     * @param reason for operators: what changed
     */
    void resetUser(String userName, String reason);

    /**
     * Does what {@link #resetUser} does, and leaves one connection alone: the one whose logon, which is still under way,
     * brought the news.
     *
     * @param userName the bound user name
     * @param reason for operators: what changed
     * @param spared the connection that logs on
     */
    void resetOthers(String userName, String reason, ConnectionInfo spared);

    /**
     * Forgets every cached decision about a user in this context's registration, and disconnects nobody: the module has
     * dropped what it knew of a user who is gone. A check that began before the call doesn't fill the cache after it.
     *
     * @param userName the bound user name
     */
    void forgetUser(String userName);
}
