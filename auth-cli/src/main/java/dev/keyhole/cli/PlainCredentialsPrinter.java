package dev.keyhole.cli;

import dev.keyhole.spi.Credentials;
import dev.keyhole.spi.Problem;
import java.io.PrintWriter;
import java.util.List;

/** For a person. */
final class PlainCredentialsPrinter implements CredentialsPrinter {

    private final PrintWriter out;
    private final PrintWriter err;
    private final boolean show;

    PlainCredentialsPrinter(PrintWriter out, PrintWriter err, boolean show) {
        this.out = out;
        this.err = err;
        this.show = show;
    }

    @Override
    public void print(String destination, Credentials credentials, Age age) {
        out.println("there are credentials for " + Text.printable(destination));
        line("user", credentials.userName());
        line("length", Text.count(credentials.secret().length(), "byte"));
        line("age", age.toString());
        line("source", credentials.source());
        if (show) {
            String token = credentials.secret().reveal();
            line("token", token);
            if (!Text.printable(token).equals(token)) {
                err.println("note: each ? in the token may be a control character; --json shows them");
            }
        }
    }

    @Override
    public void printNone(String reason, List<Problem> problems) {
        problems.forEach(problem -> err.println(Text.printable(problem.toString())));
        err.println("keyhole credentials: " + Text.printable(reason));
    }

    private void line(String name, String value) {
        out.printf("  %-10s %s%n", name, Text.printable(value));
    }
}
