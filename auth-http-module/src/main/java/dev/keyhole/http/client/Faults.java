package dev.keyhole.http.client;

import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.security.cert.CertificateException;
import javax.net.ssl.SSLException;
import org.apache.hc.client5.http.ConnectTimeoutException;
import org.apache.hc.core5.http.ConnectionClosedException;
import org.apache.hc.core5.http.ConnectionRequestTimeoutException;
import org.apache.hc.core5.http.NoHttpResponseException;

/** Trouble with a connection in words that hold nothing of what the other side wrote. */
final class Faults {

    private Faults() {}

    /** Whether the next try would come to the same, because it is about who the other side is. */
    public static boolean isAboutTrust(IOException e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof CertificateException) {
                return true;
            }
        }
        return false;
    }

    public static String describe(IOException e) {
        if (e instanceof ConnectTimeoutException) {
            return "it can't be connected to in time";
        }
        if (e instanceof ConnectionRequestTimeoutException) {
            return "all connections to it are in use";
        }
        if (e instanceof UnknownHostException) {
            return "its host name can't be resolved";
        }
        if (e instanceof ConnectException || e instanceof NoRouteToHostException) {
            return "it can't be connected to";
        }
        if (e instanceof SSLException) {
            return "there is no secure connection to it: " + Characters.printable(e.getMessage());
        }
        if (e instanceof NoHttpResponseException
                || e instanceof ConnectionClosedException
                || e instanceof SocketException) {
            return "it broke the connection off";
        }
        return "there is trouble with the connection (" + e.getClass().getSimpleName() + ")";
    }
}
