package dev.keyhole.artemis;

/** What operators can do to Keyhole in a running broker, by JMX or the broker's web console. Thread-safe. */
public interface OperatorMBean {

    /**
     * Reads the configuration file again. If anything is wrong with it, nothing changes; else all transports get new modules
     * with nothing cached, and the clients of those that the configuration says something else about are disconnected.
     *
     * @return what was done
     * @throws IllegalArgumentException if the configuration can't be used; the message says all that is wrong
     */
    String reload();

    /**
     * Forgets what is known about users, and disconnects them; their next logon is judged anew.
     *
     * @param transport its name; empty for all
     * @param user a bound user name; empty for all
     * @return what was done, and how many connections of how many users it concerned
     * @throws IllegalArgumentException if there is no such transport
     */
    String reset(String transport, String user);

    /** The names of the transports. */
    String[] getTransports();

    /** What Keyhole counts and measures, in the text format of Prometheus. A reload begins with new numbers. */
    String metrics();
}
