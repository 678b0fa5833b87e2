package dev.keyhole.service;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.keyhole.spi.Secret;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;

/**
 * Named texts that come with a request: as a JSON object or a form in its body, whatever the method, else in its query. A
 * name that is there twice makes it a bad request, since proxies differ in which one counts. Immutable.
 */
public final class RequestFields {

    private static final JsonFactory JSON = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
            .build();

    private final Map<String, String> values;

    private RequestFields(Map<String, String> values) {
        this.values = values;
    }

    /**
     * Reads the fields. JSON numbers and booleans count as their text, null as absent; what is nested isn't looked at.
     *
     * @throws HttpResponseException 400 if they can't be read, 413 if there is too much, 415 for another kind of body
     */
    public static RequestFields of(Context context) {
        byte[] body = RequestBody.read(context, RequestBody.SMALL);
        try {
            return new RequestFields(read(context, body));
        } finally {
            Arrays.fill(body, (byte) 0);
        }
    }

    private static Map<String, String> read(Context context, byte[] body) {
        if (body.length == 0) {
            return form(Optional.ofNullable(context.req().getQueryString()).orElse(""));
        }
        String type = Optional.ofNullable(context.req().getContentType()).orElse("");
        String mediaType = type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
        return switch (mediaType) {
            case "application/json" -> json(body);
            case "application/x-www-form-urlencoded" -> form(text(body));
            default -> throw new HttpResponseException(415, "");
        };
    }

    private static Map<String, String> json(byte[] body) {
        Map<String, String> values = new LinkedHashMap<>();
        try (JsonParser parser = JSON.createParser(tools.jackson.core.ObjectReadContext.empty(), body)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new HttpResponseException(400, "");
            }
            while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
                String name = parser.currentName();
                JsonToken value = parser.nextToken();
                if (value.isScalarValue() && value != JsonToken.VALUE_NULL) {
                    values.put(name, parser.getString());
                } else {
                    parser.skipChildren();
                }
            }
            if (parser.nextToken() != null) {
                throw new HttpResponseException(400, "");
            }
            return values;
        } catch (JacksonException e) {
            throw new HttpResponseException(400, "");
        }
    }

    private static Map<String, String> form(String encoded) {
        Map<String, String> values = new LinkedHashMap<>();
        for (String pair : encoded.split("&")) {
            int equals = pair.indexOf('=');
            if (!pair.isEmpty()) {
                String name = decoded(equals < 0 ? pair : pair.substring(0, equals));
                String value = equals < 0 ? "" : decoded(pair.substring(equals + 1));
                if (values.putIfAbsent(name, value) != null) {
                    throw new HttpResponseException(400, "");
                }
            }
        }
        return values;
    }

    private static String decoded(String encoded) {
        return PathSegment.decode(encoded.replace("+", "%20")).orElseThrow(() -> new HttpResponseException(400, ""));
    }

    private static String text(byte[] body) {
        try {
            return UTF_8.newDecoder().decode(ByteBuffer.wrap(body)).toString();
        } catch (CharacterCodingException e) {
            throw new HttpResponseException(400, "");
        }
    }

    /** The value of a field; empty if it isn't there. */
    public Optional<String> text(String name) {
        return Optional.ofNullable(values.get(name));
    }

    /** The same for what nobody may see. */
    public Optional<Secret> secret(String name) {
        return text(name).map(Secret::of);
    }

    /** Says which fields there are, and nothing of what they hold. */
    @Override
    public String toString() {
        return "RequestFields" + values.keySet();
    }
}
