package dev.keyhole.http.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Shows tests what a payload carries. */
public final class PayloadText {

    private PayloadText() {}

    public static String body(Payload payload) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            payload.entity().orElseThrow().writeTo(out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toString(UTF_8);
    }

    public static String query(Payload payload) {
        return payload.query();
    }
}
