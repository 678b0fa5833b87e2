package dev.keyhole.cli;

import java.io.StringWriter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/** What is said to Jolokia, which takes requests to a broker's management by HTTP, and what it says. */
final class JolokiaMessages {

    /** As a broker knows Keyhole. */
    private static final String KEYHOLE = "dev.keyhole:type=Keyhole";

    private static final String OK = "200";
    private static final String NOT_ALLOWED = "403";
    private static final String NOT_FOUND = "404";
    private static final String REFUSED = "java.lang.IllegalArgumentException";

    private JolokiaMessages() {}

    static String request(String operation, List<String> arguments) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = new JsonFactory().createGenerator(ObjectWriteContext.empty(), text)) {
            json.writeStartObject();
            json.writeStringProperty("type", "exec");
            json.writeStringProperty("mbean", KEYHOLE);
            json.writeStringProperty("operation", operation);
            json.writeArrayPropertyStart("arguments");
            arguments.forEach(json::writeString);
            json.writeEndArray();
            json.writeEndObject();
        }
        return text.toString();
    }

    /**
     * @param origin where the request said to come from
     * @param user whom it was sent for
     * @return empty if it isn't Jolokia that answered
     */
    static Optional<ManagementReply> reply(String body, String origin, String user) {
        Map<String, String> fields;
        try {
            fields = textsOf(body);
        } catch (JacksonException e) {
            return Optional.empty();
        }
        String status = fields.getOrDefault("status", "");
        String type = fields.getOrDefault("error_type", "");
        String error = fields.getOrDefault("error", "").replaceFirst("^[\\w.$]+ : ", "");
        return switch (status) {
            case "" -> Optional.empty();
            case OK -> Optional.of(ManagementReply.done(fields.getOrDefault("value", "")));
            case NOT_FOUND -> Optional.of(ManagementReply.unavailable("Keyhole doesn't run in this broker"));
            case NOT_ALLOWED -> Optional.of(ManagementReply.refused(notAllowed(error, origin, user)));
            default ->
                Optional.of(
                        type.equals(REFUSED)
                                ? ManagementReply.refused(error)
                                : ManagementReply.unavailable("the broker failed: " + type + ": " + error));
        };
    }

    private static String notAllowed(String error, String origin, String user) {
        return error.startsWith("Origin ")
                ? "the broker takes no requests from " + origin + ": name it as etc/jolokia-access.xml does (it allows"
                        + " localhost unless changed), or give --origin"
                : "'" + user + "' may not do that: give the role of this user the domain dev.keyhole in"
                        + " etc/management.xml, as keyhole/INSTALL.md says";
    }

    /** The texts and numbers of an object, without what is nested in it. */
    private static Map<String, String> textsOf(String body) {
        Map<String, String> texts = new HashMap<>();
        try (JsonParser json = new JsonFactory().createParser(ObjectReadContext.empty(), body)) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                return texts;
            }
            while (json.nextToken() == JsonToken.PROPERTY_NAME) {
                String name = json.currentName();
                JsonToken value = json.nextToken();
                if (value.isStructStart()) {
                    json.skipChildren();
                } else if (value.isScalarValue()) {
                    texts.put(name, json.getString());
                }
            }
        }
        return texts;
    }
}
