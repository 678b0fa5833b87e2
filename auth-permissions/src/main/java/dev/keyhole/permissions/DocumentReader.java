package dev.keyhole.permissions;

import dev.keyhole.permissions.Utf8.Position;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.exc.UnexpectedEndOfInputException;
import tools.jackson.core.json.JsonFactory;

/**
 * The tokens of one document, one after the other, and where they stand. Whatever is wrong ends in an {@link
 * InvalidDocumentException}.
 */
final class DocumentReader implements AutoCloseable {

    /** What is done with a field; the current token is the first one of its value, and the last one after it. */
    interface FieldReader {
        void read(String name);
    }

    /** What is done with an element of an array; the current token is the first one of it, and the last one after it. */
    interface ElementReader {
        void read(int index);
    }

    private static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(DocumentLimits.MAX_DEPTH)
                    .maxStringLength(DocumentLimits.MAX_BYTES)
                    .build())
            .build();

    private final byte[] json;
    private final JsonParser parser;

    /** For each object that is open the keys that it had; used again for others when it ends. */
    private final List<KeySet> keys = new ArrayList<>();

    private int depth;
    private int kinds;

    /** Opens a document, at its first token. */
    DocumentReader(byte[] json) {
        this.json = json;
        if (json.length > DocumentLimits.MAX_BYTES) {
            throw failure(
                    "the document is larger than " + DocumentLimits.MAX_BYTES + " bytes", "", DocumentLimits.MAX_BYTES);
        }
        int valid = Utf8.validLength(json);
        if (valid < json.length) {
            throw failure(
                    json[valid] == 0
                            ? "a NUL byte has no place in JSON; the document must be UTF-8"
                            : "this isn't UTF-8, which a document must be",
                    "",
                    valid);
        }
        this.parser = FACTORY.createParser(ObjectReadContext.empty(), json);
    }

    /** The next token; there must be one. */
    JsonToken next() {
        JsonToken token = nextOrEnd();
        if (token == JsonToken.NOT_AVAILABLE) {
            throw failure("the document is empty");
        }
        return token;
    }

    /** Ends the reading: nothing may follow. */
    void end() {
        if (nextOrEnd() != JsonToken.NOT_AVAILABLE) {
            throw failure("something follows after the end of the document");
        }
    }

    private JsonToken nextOrEnd() {
        try {
            JsonToken token = parser.nextToken();
            return token == null ? JsonToken.NOT_AVAILABLE : token;
        } catch (JacksonException e) {
            throw failure(e);
        }
    }

    /** Reads the object that begins at the current token, a key at a time; no key may occur twice. */
    void object(String what, FieldReader reader) {
        if (!parser.hasToken(JsonToken.START_OBJECT)) {
            throw failure(what + " must be an object, not " + kind());
        }
        KeySet names = open();
        while (next() != JsonToken.END_OBJECT) {
            String name = newName(names);
            next();
            reader.read(name);
        }
        depth--;
    }

    /** No keys yet, for one more object or array that stands in those that are open. */
    private KeySet open() {
        if (depth == keys.size()) {
            keys.add(new KeySet());
        }
        KeySet names = keys.get(depth++);
        names.clear();
        return names;
    }

    /** Reads the array that begins at the current token, an element at a time. */
    void array(String what, ElementReader reader) {
        if (!parser.hasToken(JsonToken.START_ARRAY)) {
            throw failure(what + " must be an array, not " + kind());
        }
        for (int index = 0; next() != JsonToken.END_ARRAY; index++) {
            reader.read(index);
        }
    }

    boolean bool(String what) {
        return switch (parser.currentToken()) {
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            default -> throw failure(what + " must be true or false, not " + kind());
        };
    }

    boolean isString() {
        return parser.hasToken(JsonToken.VALUE_STRING);
    }

    /** The string that is the current token, whole characters only. */
    String string(String what, int maxLength) {
        if (!isString()) {
            throw failure(what + " must be a string, not " + kind());
        }
        String text;
        try {
            text = parser.getString();
        } catch (JacksonException e) {
            throw failure(e);
        }
        if (text.length() > maxLength) {
            throw failure(what + " is longer than " + maxLength + " characters");
        }
        kinds = CharacterKinds.of(text, 0, text.length());
        if ((kinds & CharacterKinds.SURROGATE) != 0 && Text.loneSurrogate(text).isPresent()) {
            throw failure(what + " holds half of a surrogate pair, which is no character");
        }
        return text;
    }

    /** What characters are in the string that was read last, see {@link CharacterKinds}. */
    int kinds() {
        return kinds;
    }

    /** Passes over the value that begins at the current token; it must be well-formed all the same. */
    void skip() {
        if (!isStart(parser.currentToken())) {
            return;
        }
        int outer = depth;
        open();
        while (depth > outer) {
            JsonToken token = next();
            if (isStart(token)) {
                open();
            } else if (token == JsonToken.END_OBJECT || token == JsonToken.END_ARRAY) {
                depth--;
            } else if (token == JsonToken.PROPERTY_NAME) {
                newName(keys.get(depth - 1));
            }
        }
    }

    private static boolean isStart(JsonToken token) {
        return token == JsonToken.START_OBJECT || token == JsonToken.START_ARRAY;
    }

    private String newName(KeySet names) {
        String name = parser.currentName();
        if (!names.add(name)) {
            throw failure("the same key stands here a second time");
        }
        return name;
    }

    /** Where the current token is, as a JSON Pointer. */
    String pointer() {
        return parser.streamReadContext().pathAsPointer().toString();
    }

    /** Where the current token begins, as an index into the bytes. */
    long offset() {
        return offset(parser.currentTokenLocation());
    }

    /** That something is wrong with the current token. */
    InvalidDocumentException failure(String message) {
        return failure(message, pointer(), offset());
    }

    InvalidDocumentException failure(String message, String pointer, long offset) {
        Position position = Position.of(json, offset);
        return new InvalidDocumentException(message, pointer, position.line(), position.column());
    }

    /** The reader's own message would show parts of the document. */
    private InvalidDocumentException failure(JacksonException e) {
        long offset = offset(e.getLocation() == null ? parser.currentLocation() : e.getLocation());
        String message;
        if (e instanceof StreamConstraintsException) {
            message = "this is nested deeper than " + DocumentLimits.MAX_DEPTH
                    + " levels, or a key or number is too long to be read";
        } else if (e instanceof UnexpectedEndOfInputException || offset >= json.length) {
            message = "the document ends too early";
        } else {
            message = "this isn't JSON";
        }
        return failure(message, pointer(), offset);
    }

    private static long offset(TokenStreamLocation location) {
        return location.getByteOffset();
    }

    private String kind() {
        return switch (parser.currentToken()) {
            case START_OBJECT -> "an object";
            case START_ARRAY -> "an array";
            case VALUE_STRING -> "a string";
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> "a number";
            case VALUE_TRUE -> "true";
            case VALUE_FALSE -> "false";
            case VALUE_NULL -> "null";
            default -> "this";
        };
    }

    @Override
    public void close() {
        parser.close();
    }
}
