package dev.keyhole.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.keyhole.spi.Secret;
import java.io.ByteArrayInputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Runs the command in process, and keeps what it says. */
final class CommandRun {

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final Map<String, String> variables = new HashMap<>();
    private final List<String> prompts = new ArrayList<>();
    private Optional<String> typed = Optional.empty();
    private Optional<Path> home = Optional.empty();
    private String input = "";

    CommandRun variable(String name, String value) {
        variables.put(name, value);
        return this;
    }

    /** Somebody sits at the terminal and answers this. */
    CommandRun typing(String password) {
        typed = Optional.of(password);
        return this;
    }

    CommandRun input(String text) {
        input = text;
        return this;
    }

    CommandRun home(Path folder) {
        home = Optional.of(folder);
        return this;
    }

    Surroundings surroundings() {
        return new Surroundings(
                new PrintWriter(out, true),
                new PrintWriter(err, true),
                new ByteArrayInputStream(input.getBytes(UTF_8)),
                variables,
                home,
                text -> {
                    prompts.add(text);
                    return typed.map(Secret::of);
                });
    }

    int run(String... arguments) {
        return Keyhole.run(surroundings(), arguments);
    }

    String out() {
        return out.toString();
    }

    String err() {
        return err.toString();
    }

    List<String> prompts() {
        return prompts;
    }
}
