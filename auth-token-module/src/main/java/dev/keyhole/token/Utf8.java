package dev.keyhole.token;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;

/** What JSON readers let pass, and shouldn't: overlong forms, surrogates, NUL bytes that make it UTF-16, byte order marks. */
final class Utf8 {

    private Utf8() {}

    static boolean isValid(byte[] bytes) {
        if (bytes.length > 0 && bytes[0] == (byte) 0xef && new String(bytes, UTF_8).startsWith("\ufeff")) {
            return false;
        }
        for (byte b : bytes) {
            if (b == 0) {
                return false;
            }
        }
        try {
            UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }
}
