package dev.keyhole.cli;

import dev.keyhole.spi.Secret;
import java.io.Console;
import java.util.Arrays;
import java.util.Optional;

/** Asks the person at the terminal for a password. */
@FunctionalInterface
interface PasswordPrompt {

    /** What was typed; empty if there is nobody to ask. */
    Optional<Secret> ask(String text);

    /** Asks at the terminal of this process, without showing what is typed. */
    static PasswordPrompt ofTerminal() {
        return text -> Optional.ofNullable(System.console())
                .filter(PasswordPrompt::isTerminal)
                .flatMap(console -> Optional.ofNullable(console.readPassword("%s", text)))
                .map(PasswordPrompt::secret);
    }

    private static Secret secret(char[] typed) {
        Secret secret = Secret.of(typed);
        Arrays.fill(typed, ' ');
        return secret;
    }

    /** Since Java 22 there may be a console without a terminal; before, a console is always one. */
    private static boolean isTerminal(Console console) {
        try {
            return (boolean) Console.class.getMethod("isTerminal").invoke(console);
        } catch (NoSuchMethodException e) {
            return true;
        } catch (ReflectiveOperationException e) {
            return false;
        }
    }
}
