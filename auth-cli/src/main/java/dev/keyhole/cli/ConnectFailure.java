package dev.keyhole.cli;

import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.channels.UnresolvedAddressException;
import java.util.Optional;

/** Why a client didn't even get to talk to a broker, in words. */
final class ConnectFailure {

    static final String TIMED_OUT = "timed out: there is no answer";

    private static final int DEEPEST = 16;

    private ConnectFailure() {}

    /** Looks for a network problem in an exception and its causes. */
    static Optional<String> in(Throwable failure) {
        Throwable cause = failure;
        for (int depth = 0; cause != null && depth < DEEPEST; depth++) {
            Optional<String> words = words(cause);
            if (words.isPresent()) {
                return words;
            }
            cause = cause.getCause();
        }
        return Optional.empty();
    }

    private static Optional<String> words(Throwable cause) {
        if (cause instanceof UnknownHostException || cause instanceof UnresolvedAddressException) {
            return Optional.of("unknown host");
        }
        if (cause instanceof SocketTimeoutException
                || cause.getClass().getSimpleName().equals("ConnectTimeoutException")) {
            return Optional.of(TIMED_OUT);
        }
        if (cause instanceof NoRouteToHostException) {
            return Optional.of("no route to host");
        }
        if (cause instanceof ConnectException) {
            return Optional.of("connection refused: nothing listens there");
        }
        return Optional.empty();
    }
}
