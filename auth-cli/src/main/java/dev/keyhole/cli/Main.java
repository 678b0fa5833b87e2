package dev.keyhole.cli;

import java.io.IOException;

/** Where the {@code keyhole} command starts. */
public final class Main {

    private Main() {}

    public static void main(String[] arguments) throws IOException {
        Surroundings surroundings = Surroundings.ofProcess();
        System.exit(
                Boolean.getBoolean(Rehearsal.PROPERTY)
                        ? Rehearsal.run(surroundings.home())
                        : Keyhole.run(surroundings, arguments));
    }
}
