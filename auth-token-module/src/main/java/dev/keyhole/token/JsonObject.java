package dev.keyhole.token;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;

/**
 * A JSON object, read strictly: UTF-8, no key twice at any depth, bounded depth, nothing after it. Two readers that
 * disagree about a token are two ways in.
 */
final class JsonObject {

    private static final int MAX_DEPTH = 64;
    private static final int MAX_NUMBER_LENGTH = 40;
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(MAX_DEPTH)
                    .maxNumberLength(MAX_NUMBER_LENGTH)
                    .build())
            .build();

    private final byte[] json;
    private final Map<String, Member> members = new HashMap<>();

    /** What a member is, as far as a token's rules ask for it, and the bytes it is written in. */
    private record Member(
            JsonToken kind, String text, double number, Optional<List<String>> texts, int start, int end) {}

    private JsonObject(byte[] json) {
        this.json = json;
    }

    /**
     * @param what how a message calls it
     * @throws InvalidTokenException if it is anything else than one object
     */
    static JsonObject parse(String what, byte[] json) throws InvalidTokenException {
        if (!Utf8.isValid(json)) {
            throw new InvalidTokenException(what + " isn't UTF-8");
        }
        try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), json)) {
            JsonObject object = new JsonObject(json);
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new InvalidTokenException(what + " isn't a JSON object");
            }
            while (parser.nextToken() != JsonToken.END_OBJECT) {
                object.read(parser);
            }
            if (parser.nextToken() != null) {
                throw new InvalidTokenException("something follows after " + what);
            }
            return object;
        } catch (JacksonException e) {
            // Its message would show what the token holds.
            throw new InvalidTokenException(what + " isn't proper JSON, holds a key twice, or is nested too deeply");
        }
    }

    private void read(JsonParser parser) {
        String name = parser.currentName();
        JsonToken kind = parser.nextToken();
        int start = (int) parser.currentTokenLocation().getByteOffset();
        String text = kind == JsonToken.VALUE_STRING ? parser.getString() : "";
        double number = kind.isNumeric() ? parser.getDoubleValue() : 0;
        Optional<List<String>> texts = Optional.empty();
        if (kind == JsonToken.START_ARRAY) {
            texts = texts(parser);
        } else if (kind == JsonToken.START_OBJECT) {
            parser.skipChildren();
        }
        int end = (int) parser.currentLocation().getByteOffset();
        members.put(name, new Member(kind, text, number, texts, start, end));
    }

    /** Empty if there is anything in the array but strings. */
    private static Optional<List<String>> texts(JsonParser parser) {
        List<String> texts = new ArrayList<>();
        boolean onlyTexts = true;
        for (JsonToken token = parser.nextToken(); token != JsonToken.END_ARRAY; token = parser.nextToken()) {
            if (token == JsonToken.VALUE_STRING) {
                texts.add(parser.getString());
            } else {
                onlyTexts = false;
                parser.skipChildren();
            }
        }
        return onlyTexts ? Optional.of(texts) : Optional.empty();
    }

    boolean has(String name) {
        return members.containsKey(name);
    }

    Set<String> names() {
        return members.keySet();
    }

    /**
     * @throws InvalidTokenException if it is there and no string
     */
    Optional<String> text(String name) throws InvalidTokenException {
        Member member = members.get(name);
        if (member == null) {
            return Optional.empty();
        }
        if (member.kind() != JsonToken.VALUE_STRING) {
            throw new InvalidTokenException("'" + name + "' isn't a string");
        }
        return Optional.of(member.text());
    }

    /**
     * @throws InvalidTokenException if it is there and no number
     */
    Optional<Double> number(String name) throws InvalidTokenException {
        Member member = members.get(name);
        if (member == null) {
            return Optional.empty();
        }
        if (!member.kind().isNumeric()) {
            throw new InvalidTokenException("'" + name + "' isn't a number");
        }
        return Optional.of(member.number());
    }

    /**
     * The strings of an array, or the one string in its place; none if there is no such member.
     *
     * @throws InvalidTokenException if it is anything else
     */
    List<String> texts(String name) throws InvalidTokenException {
        Member member = members.get(name);
        if (member == null) {
            return List.of();
        }
        if (member.kind() == JsonToken.VALUE_STRING) {
            return List.of(member.text());
        }
        return member.texts()
                .orElseThrow(
                        () -> new InvalidTokenException("'" + name + "' is neither a string nor an array of them"));
    }

    /**
     * An object as it is written.
     *
     * @throws InvalidTokenException if it is there and no object
     */
    Optional<byte[]> object(String name) throws InvalidTokenException {
        Member member = members.get(name);
        if (member == null) {
            return Optional.empty();
        }
        if (member.kind() != JsonToken.START_OBJECT) {
            throw new InvalidTokenException("'" + name + "' isn't an object");
        }
        return Optional.of(Arrays.copyOfRange(json, member.start(), member.end()));
    }
}
