package dev.keyhole.http.check;

import dev.keyhole.http.client.Characters;
import dev.keyhole.spi.ModuleUnavailableException;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;

/**
 * What a service wrote in JSON.
 *
 * @param ok empty if it is absent or null
 * @param error without control characters; empty if it says nothing
 * @param ttl how long the answer holds; empty if it doesn't say
 * @param scope which topics it is about; empty if it doesn't say
 */
record JsonAnswer(Optional<Boolean> ok, String error, Optional<Duration> ttl, Optional<String> scope) {

    private static final JsonFactory FACTORY = JsonFactory.builder()
            .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
            .disable(StreamReadFeature.AUTO_CLOSE_SOURCE)
            .build();

    private static final BigDecimal LONGEST = BigDecimal.valueOf(Integer.MAX_VALUE);

    /**
     * @throws ModuleUnavailableException if it isn't a JSON object, or a field has a value that it can't have. The message
     *     holds nothing that the service wrote
     */
    static JsonAnswer parse(byte[] body) {
        try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), body)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw malformed("it isn't a JSON object");
            }
            Reader reader = new Reader(parser);
            reader.readFields();
            if (parser.nextToken() != null) {
                throw malformed("there is something behind the JSON object");
            }
            return new JsonAnswer(reader.ok, reader.error, reader.ttl, reader.scope);
        } catch (JacksonException e) {
            throw malformed("it isn't JSON");
        } catch (NumberFormatException e) {
            throw malformed("'ttl' has an exponent that is too large");
        }
    }

    private static ModuleUnavailableException malformed(String why) {
        return new ModuleUnavailableException("the service's answer can't be used: " + why);
    }

    private static final class Reader {

        private final JsonParser parser;
        private final Set<String> seen = new HashSet<>();

        private Optional<Boolean> ok = Optional.empty();
        private String error = "";
        private Optional<Duration> ttl = Optional.empty();
        private Optional<String> scope = Optional.empty();

        Reader(JsonParser parser) {
            this.parser = parser;
        }

        void readFields() {
            for (String name = parser.nextName(); name != null; name = parser.nextName()) {
                String field = lowerCase(name);
                JsonToken token = parser.nextToken();
                switch (field) {
                    case "ok" -> ok = once(field, readOk(token));
                    case "error" -> error = once(field, readError(token));
                    case "ttl" -> ttl = once(field, readTtl(token));
                    case "scope" -> scope = once(field, readScope(token));
                    default -> parser.skipChildren();
                }
            }
        }

        /** In ASCII: a letter of another alphabet that has these as its lower case is another letter. */
        private static String lowerCase(String name) {
            StringBuilder lower = new StringBuilder(name);
            for (int i = 0; i < name.length(); i++) {
                char c = name.charAt(i);
                if (c >= 'A' && c <= 'Z') {
                    lower.setCharAt(i, (char) (c + ('a' - 'A')));
                }
            }
            return lower.toString();
        }

        private <T> T once(String field, T value) {
            if (!seen.add(field)) {
                throw malformed("it has the field '" + field + "' twice");
            }
            return value;
        }

        private static Optional<Boolean> readOk(JsonToken token) {
            return switch (token) {
                case VALUE_TRUE -> Optional.of(true);
                case VALUE_FALSE -> Optional.of(false);
                case VALUE_NULL -> Optional.empty();
                default -> throw malformed("'ok' is neither true nor false");
            };
        }

        private String readError(JsonToken token) {
            parser.skipChildren();
            return token == JsonToken.VALUE_STRING ? Characters.printable(parser.getString()) : "";
        }

        private Optional<Duration> readTtl(JsonToken token) {
            if (token == JsonToken.VALUE_NULL) {
                return Optional.empty();
            }
            boolean number = token == JsonToken.VALUE_NUMBER_INT || token == JsonToken.VALUE_NUMBER_FLOAT;
            if (!number) {
                throw malformed("'ttl' isn't a number of seconds");
            }
            BigDecimal seconds = parser.getDecimalValue();
            if (seconds.signum() < 0) {
                throw malformed("'ttl' is less than zero");
            }
            return Optional.of(
                    Duration.ofMillis(seconds.min(LONGEST).movePointRight(3).longValue()));
        }

        private Optional<String> readScope(JsonToken token) {
            if (token == JsonToken.VALUE_NULL) {
                return Optional.empty();
            }
            if (token != JsonToken.VALUE_STRING || parser.getString().isEmpty()) {
                throw malformed("'scope' isn't a topic prefix or pattern");
            }
            return Optional.of(parser.getString());
        }
    }
}
