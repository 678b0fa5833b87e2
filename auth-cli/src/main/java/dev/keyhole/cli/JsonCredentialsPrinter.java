package dev.keyhole.cli;

import dev.keyhole.spi.Credentials;
import dev.keyhole.spi.Problem;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.function.Consumer;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/** For a program: one object on one line. */
final class JsonCredentialsPrinter implements CredentialsPrinter {

    private final PrintWriter out;
    private final boolean show;

    JsonCredentialsPrinter(PrintWriter out, boolean show) {
        this.out = out;
        this.show = show;
    }

    @Override
    public void print(String destination, Credentials credentials, Age age) {
        write(json -> {
            json.writeStringProperty("user", credentials.userName());
            json.writeNumberProperty("length", credentials.secret().length());
            json.writeNumberProperty("age", age.seconds());
            json.writeStringProperty("source", credentials.source());
            if (show) {
                json.writeStringProperty("token", credentials.secret().reveal());
            }
        });
    }

    @Override
    public void printNone(String reason, List<Problem> problems) {
        write(json -> {
            json.writeStringProperty("reason", reason);
            if (!problems.isEmpty()) {
                json.writeArrayPropertyStart("problems");
                problems.forEach(problem -> json.writeString(problem.toString()));
                json.writeEndArray();
            }
        });
    }

    private void write(Consumer<JsonGenerator> properties) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = new JsonFactory().createGenerator(ObjectWriteContext.empty(), text)) {
            json.writeStartObject();
            properties.accept(json);
            json.writeEndObject();
        }
        out.println(text);
    }
}
