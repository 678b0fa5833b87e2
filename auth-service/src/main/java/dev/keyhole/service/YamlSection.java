package dev.keyhole.service;

import dev.keyhole.spi.Problem;
import dev.keyhole.spi.Spelling;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/**
 * A mapping in a file of YAML. What is wrong is collected with file and line; a wrong value counts as one that isn't there.
 * Used by one thread.
 */
final class YamlSection {

    private final String file;
    private final int line;
    private final Map<String, Node> values = new LinkedHashMap<>();
    private final Map<String, Node> names = new LinkedHashMap<>();
    private final Set<String> known = new LinkedHashSet<>();
    private final List<Problem> problems;

    private YamlSection(String file, int line, List<Problem> problems) {
        this.file = file;
        this.line = line;
        this.problems = problems;
    }

    /** An empty text is an empty section. */
    static YamlSection parse(String file, String text, List<Problem> problems) {
        LoadSettings settings = LoadSettings.builder()
                .setLabel(file)
                .setAllowDuplicateKeys(false)
                .build();
        try {
            return new Compose(settings)
                    .composeString(text)
                    .map(node -> of(file, node, problems))
                    .orElseGet(() -> new YamlSection(file, 1, problems));
        } catch (MarkedYamlEngineException e) {
            int line = e.getProblemMark().map(mark -> mark.getLine() + 1).orElse(1);
            problems.add(Problem.of("this isn't YAML: " + e.getProblem()).at(file + ":" + line));
        } catch (YamlEngineException e) {
            problems.add(Problem.of("this isn't YAML: " + e.getMessage()).at(file));
        }
        return new YamlSection(file, 1, problems);
    }

    private static YamlSection of(String file, Node node, List<Problem> problems) {
        YamlSection section = new YamlSection(file, line(node), problems);
        if (!(node instanceof MappingNode mapping)) {
            section.complain("names and values are expected here, 'name: value'");
            return section;
        }
        for (NodeTuple entry : mapping.getValue()) {
            if (!(entry.getKeyNode() instanceof ScalarNode name)) {
                section.complain(entry.getKeyNode(), "a name is expected here");
            } else if (section.values.putIfAbsent(name.getValue(), entry.getValueNode()) != null) {
                section.complain(name, "'" + name.getValue() + "' stands here a second time");
            } else {
                section.names.put(name.getValue(), name);
            }
        }
        return section;
    }

    private static int line(Node node) {
        return node.getStartMark().map(Mark::getLine).orElse(0) + 1;
    }

    void complain(String message) {
        problems.add(Problem.of(message).at(file + ":" + line));
    }

    private void complain(Node node, String message) {
        problems.add(Problem.of(message).at(file + ":" + line(node)));
    }

    private Optional<Node> value(String name) {
        known.add(name);
        return Optional.ofNullable(values.get(name));
    }

    boolean has(String name) {
        return value(name).isPresent();
    }

    Optional<String> text(String name) {
        return value(name).flatMap(node -> scalar(name, node));
    }

    private Optional<String> scalar(String name, Node node) {
        if (node instanceof ScalarNode scalar && !scalar.getValue().isEmpty()) {
            return Optional.of(scalar.getValue());
        }
        complain(node, "'" + name + "' must be one value");
        return Optional.empty();
    }

    /** Says so if it isn't there; empty then. */
    String required(String name) {
        Optional<String> text = text(name);
        if (text.isEmpty() && !has(name)) {
            complain("'" + name + "' is missing");
        }
        return text.orElse("");
    }

    Optional<Integer> number(String name) {
        Optional<Node> node = value(name);
        Optional<String> text = text(name);
        if (text.isPresent() && !text.get().matches("\\d{1,9}")) {
            node.ifPresent(value -> complain(
                    value,
                    "'" + name + "' must be a whole number of nine digits at most, and not '" + text.get() + "'"));
            return Optional.empty();
        }
        return text.map(Integer::valueOf);
    }

    Optional<Boolean> flag(String name) {
        Optional<Node> node = value(name);
        Optional<String> text = text(name);
        if (text.isPresent() && !text.get().matches("true|false")) {
            node.ifPresent(value -> complain(value, "'" + name + "' is either true or false"));
            return Optional.empty();
        }
        return text.map(Boolean::valueOf);
    }

    /** A list, or one value alone. */
    List<String> texts(String name) {
        Optional<Node> node = value(name);
        if (node.isPresent() && node.get() instanceof SequenceNode list) {
            return list.getValue().stream()
                    .flatMap(item -> scalar(name, item).stream())
                    .toList();
        }
        return text(name).stream().toList();
    }

    Optional<YamlSection> section(String name) {
        return value(name).map(node -> of(file, node, problems));
    }

    /** About names that nobody asked for: misspelt ones. */
    void complainAboutOthers() {
        names.forEach((name, node) -> {
            if (!known.contains(name)) {
                String hint = Spelling.nearest(name, known)
                        .map(near -> "; did you mean '" + near + "'?")
                        .orElse("; known are " + String.join(", ", known));
                complain(node, "'" + name + "' isn't known here" + hint);
            }
        });
    }
}
