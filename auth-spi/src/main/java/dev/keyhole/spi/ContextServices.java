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
     * Forgets every cached decision about a user in this context's registration, and disconnects nobody: the module has
     * dropped what it knew of a user who is gone. A check that began before the call doesn't fill the cache after it.
     *
     * @param userName the bound user name
     */
    void forgetUser(String userName);
}
