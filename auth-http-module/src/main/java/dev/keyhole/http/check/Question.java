package dev.keyhole.http.check;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.keyhole.http.client.Payload;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.hc.core5.http.ContentType;

/**
 * The fields of one question, in the order they are sent. One of them may be a password, so they are bytes that can be wiped.
 * Not thread-safe.
 */
final class Question implements AutoCloseable {

    private static final ContentType JSON = ContentType.create("application/json");
    private static final ContentType FORM = ContentType.create("application/x-www-form-urlencoded");
    private static final byte[] HEX = "0123456789ABCDEF".getBytes(US_ASCII);

    /** What one byte comes to at most: {@code \}{@code u001f} or {@code %1F}. */
    private static final int LONGEST_JSON = 6;

    private static final int LONGEST_FORM = 3;

    private final List<Field> fields = new ArrayList<>();

    private static final class Field {

        private final String name;
        private final byte[] value;
        private final boolean number;

        Field(String name, byte[] value, boolean number) {
            this.name = name;
            this.value = value;
            this.number = number;
        }
    }

    private interface Encoder {
        void write(Question question, Output out);
    }

    /** An array and how much of it is used; large enough from the start, so that no copy of a password is left behind. */
    private static final class Output {

        private final byte[] bytes;
        private int size;

        Output(int longest) {
            bytes = new byte[longest];
        }

        void add(int b) {
            bytes[size++] = (byte) b;
        }

        void add(String ascii) {
            for (int i = 0; i < ascii.length(); i++) {
                add(ascii.charAt(i));
            }
        }
    }

    Question text(String name, String value) {
        return text(name, value.getBytes(UTF_8));
    }

    /**
     * @param utf8 isn't copied, and is wiped when the question is closed
     */
    Question text(String name, byte[] utf8) {
        fields.add(new Field(name, utf8, false));
        return this;
    }

    Question number(String name, int value) {
        fields.add(new Field(name, Integer.toString(value).getBytes(US_ASCII), true));
        return this;
    }

    /** What carries the fields. Whoever takes it closes it. */
    Payload payload(RequestMethod method, ParamsMode params) {
        if (params == ParamsMode.JSON) {
            return Payload.inBody(method.name(), JSON, encode(LONGEST_JSON, Question::writeJson));
        }
        byte[] form = encode(LONGEST_FORM, Question::writeForm);
        if (method != RequestMethod.GET) {
            return Payload.inBody(method.name(), FORM, form);
        }
        String query = new String(form, US_ASCII);
        Arrays.fill(form, (byte) 0);
        return Payload.inQuery(query);
    }

    private byte[] encode(int longest, Encoder encoder) {
        int size = 2;
        for (Field field : fields) {
            size += field.name.length() + longest * field.value.length + 8;
        }
        Output out = new Output(size);
        encoder.write(this, out);
        byte[] result = Arrays.copyOf(out.bytes, out.size);
        Arrays.fill(out.bytes, (byte) 0);
        return result;
    }

    private void writeJson(Output out) {
        String separator = "{\"";
        for (Field field : fields) {
            out.add(separator);
            out.add(field.name);
            out.add(field.number ? "\":" : "\":\"");
            for (byte b : field.value) {
                writeJsonByte(b, out);
            }
            out.add(field.number ? "" : "\"");
            separator = ",\"";
        }
        out.add('}');
    }

    /** Bytes of other characters than those of ASCII are what they are: JSON is UTF-8. */
    private static void writeJsonByte(byte b, Output out) {
        if (b >= 0 && b < ' ') {
            out.add("\\u00");
            out.add(HEX[b >> 4]);
            out.add(HEX[b & 0xf]);
        } else if (b == '"' || b == '\\') {
            out.add('\\');
            out.add(b);
        } else {
            out.add(b);
        }
    }

    private void writeForm(Output out) {
        String separator = "";
        for (Field field : fields) {
            out.add(separator);
            out.add(field.name);
            out.add('=');
            for (byte b : field.value) {
                writeFormByte(b, out);
            }
            separator = "&";
        }
    }

    private static void writeFormByte(byte b, Output out) {
        if (b == ' ') {
            out.add('+');
        } else if (isPlain(b)) {
            out.add(b);
        } else {
            out.add('%');
            out.add(HEX[(b & 0xff) >> 4]);
            out.add(HEX[b & 0xf]);
        }
    }

    private static boolean isPlain(byte b) {
        return (b >= 'a' && b <= 'z') || (b >= 'A' && b <= 'Z') || (b >= '0' && b <= '9') || "*-._".indexOf(b) >= 0;
    }

    @Override
    public void close() {
        fields.forEach(field -> Arrays.fill(field.value, (byte) 0));
    }
}
