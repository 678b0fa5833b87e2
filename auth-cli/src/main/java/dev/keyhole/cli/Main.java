package dev.keyhole.cli;

/** Where the {@code keyhole} command starts. */
public final class Main {

    private Main() {}

    public static void main(String[] arguments) {
        System.exit(Keyhole.run(Surroundings.ofProcess(), arguments));
    }
}
