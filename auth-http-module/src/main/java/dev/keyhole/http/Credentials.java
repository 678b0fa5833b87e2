package dev.keyhole.http;

import java.util.Arrays;

/** User name and password of one logon, for as long as it takes. Not thread-safe. */
final class Credentials implements AutoCloseable {

    private final String userName;
    private final char[] password;

    /**
     * @param password belongs to this object from now on
     */
    Credentials(String userName, char[] password) {
        this.userName = userName;
        this.password = password;
    }

    String userName() {
        return userName;
    }

    /** A copy. */
    char[] password() {
        return password.clone();
    }

    /** Wipes the password. Idempotent. */
    @Override
    public void close() {
        Arrays.fill(password, '\0');
    }

    @Override
    public String toString() {
        return "Credentials[***]";
    }
}
