package dev.keyhole.cli;

import dev.keyhole.spi.Credentials;
import dev.keyhole.spi.Problem;
import java.util.List;

/** How the answer of {@code keyhole credentials} is shown. */
interface CredentialsPrinter {

    void print(String destination, Credentials credentials, Age age);

    /**
     * Shows that there are none.
     *
     * @param problems of the configuration, if they are why
     */
    void printNone(String reason, List<Problem> problems);
}
