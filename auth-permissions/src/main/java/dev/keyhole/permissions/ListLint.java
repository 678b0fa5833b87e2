package dev.keyhole.permissions;

import dev.keyhole.permissions.Node.Boundary;
import dev.keyhole.permissions.Node.Characters;
import dev.keyhole.permissions.Node.Sequence;
import dev.keyhole.permissions.PermissionsDocument.Finding;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/** What in one list of a document doesn't mean what it seems to. */
final class ListLint {

    private static final Pattern BRACE_WITHOUT_FIRST_NUMBER = Pattern.compile("(?<!\\\\)\\{,[0-9]+\\}");

    private final String field;
    private final List<Rule> rules;
    private final Consumer<Finding> findings;

    ListLint(String field, List<Rule> rules, Consumer<Finding> findings) {
        this.field = field;
        this.rules = rules;
        this.findings = findings;
    }

    void run() {
        Cover cover = new Cover();
        int lastGrant = lastGrant();
        for (int i = 0; i < rules.size(); i++) {
            Rule rule = rules.get(i);
            pattern(rule);
            cover.find(rule).ifPresent(earlier -> hidden(rule, earlier));
            if (!cover.isComplete()) {
                report(
                        rule,
                        "the list is too long to compare each entry with all before it; from here on, entries that an"
                                + " earlier one hides aren't found");
                return;
            }
            if (i > lastGrant) {
                report(
                        rule,
                        "the entry grants nothing, and no entry after it does, so that without it the answers are the"
                                + " same; remove it, or put it before the entry that it is meant to limit");
            }
        }
    }

    private int lastGrant() {
        int last = rules.size() - 1;
        while (last >= 0 && !rules.get(last).grants().isAnything()) {
            last--;
        }
        return last;
    }

    private void report(Rule rule, String message) {
        findings.accept(new Finding(rule.pointer(), message));
    }

    private void hidden(Rule rule, Rule earlier) {
        boolean ordered = !field.equals("replicated-topics");
        report(
                rule,
                ordered
                        ? earlier.pointer()
                                + " matches every name that this entry does and comes first, so that this one"
                                + " never decides; put it before that one, or remove it"
                        : earlier.pointer() + " matches every name that this entry does; remove it");
    }

    private void pattern(Rule rule) {
        String text = rule.pattern().text();
        if (rule.pattern() instanceof LiteralName) {
            if (!text.equals(text.strip())) {
                report(
                        rule,
                        "the name begins or ends with a space, which is part of it; remove the space if it is a mistake");
            }
            return;
        }
        Node node = PatternParser.parse(text);
        if (!Reach.canMatch(node)) {
            report(
                    rule,
                    "the pattern matches no name: something stands before the start or after the end of the name, or has"
                            + " to be a control character");
        } else if (isNameWithDots(text)) {
            report(
                    rule,
                    "this is a pattern, as '.' stands for any character; it also matches longer names that contain"
                            + " it; for that one name, write " + json("^" + text.replace(".", "\\.") + "$"));
        } else if (looksAnchored(node)) {
            report(
                    rule,
                    "the pattern matches anywhere in a name; if names have to begin like that, write "
                            + json("^" + text) + ", and if not, " + json(".*" + text) + " says so");
        }
        if (BRACE_WITHOUT_FIRST_NUMBER.matcher(text).find()) {
            report(rule, "'{,n}' stands for itself and repeats nothing; write '{0,n}'");
        }
    }

    /** A pattern as it has to be written in the document. */
    private static String json(String pattern) {
        return '"' + pattern.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }

    private static boolean isNameWithDots(String text) {
        return PatternCompiler.isLiteral(text.replace(".", ""))
                && !text.replace(".", "").isEmpty();
    }

    /** Whether it begins with a character of a name, and neither end of the name is asked for. */
    private static boolean looksAnchored(Node node) {
        if (!(node instanceof Sequence sequence) || sequence.items().isEmpty()) {
            return false;
        }
        List<Node> items = sequence.items();
        boolean endsAnchored = items.get(items.size() - 1) == Boundary.END;
        return !endsAnchored
                && items.get(0) instanceof Characters first
                && first.set().only().stream()
                        .anyMatch(character -> character == '/' || Character.isLetterOrDigit(character));
    }
}
