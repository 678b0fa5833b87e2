package dev.keyhole.cli;

import dev.keyhole.host.Decision.Outcome;
import dev.keyhole.host.DecisionReport.Vote;
import dev.keyhole.spi.Problem;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/** For a program: one object on one line. A text is empty where there is nothing to say. */
final class JsonCheckPrinter implements CheckPrinter {

    private final PrintWriter out;

    JsonCheckPrinter(PrintWriter out) {
        this.out = out;
    }

    @Override
    public void print(Question question, CheckResult result, List<String> notes) {
        write(question, result, notes, List.of());
    }

    @Override
    public void printBroken(Question question, String transport, List<Problem> problems) {
        List<String> texts = problems.stream().map(Problem::toString).toList();
        String reason = "the configuration is broken: " + texts.stream().collect(Collectors.joining("; "));
        write(question, CheckResult.withoutLogon(Outcome.UNAVAILABLE, transport, reason), List.of(), texts);
    }

    private void write(Question question, CheckResult result, List<String> notes, List<String> problems) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = new JsonFactory().createGenerator(ObjectWriteContext.empty(), text)) {
            json.writeStartObject();
            json.writeStringProperty("decision", lower(result.outcome()));
            json.writeStringProperty("user", result.user());
            json.writeStringProperty("filter", result.filter());
            json.writeStringProperty("select", result.select());
            json.writeStringProperty("module", result.module());
            json.writeStringProperty("rule", result.explanation().rule());
            json.writeStringProperty("pattern", result.explanation().pattern());
            json.writeStringProperty("reason", result.explanation().detail());
            json.writeStringProperty("transport", result.transport());
            json.writeStringProperty("permission", lower(question.permission()));
            json.writeStringProperty("resource", lower(question.resource().type()));
            json.writeStringProperty("name", question.resource().name());
            json.writeArrayPropertyStart("votes");
            result.votes().forEach(vote -> write(json, vote));
            json.writeEndArray();
            write(json, "notes", notes);
            write(json, "problems", problems);
            json.writeEndObject();
        }
        out.println(text);
    }

    private static void write(JsonGenerator json, Vote vote) {
        json.writeStartObject();
        json.writeStringProperty("module", vote.module());
        json.writeStringProperty("answer", lower(vote.answer()));
        json.writeStringProperty("reason", vote.explanation().detail());
        json.writeEndObject();
    }

    private static void write(JsonGenerator json, String name, List<String> texts) {
        if (!texts.isEmpty()) {
            json.writeArrayPropertyStart(name);
            texts.forEach(json::writeString);
            json.writeEndArray();
        }
    }

    private static String lower(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
