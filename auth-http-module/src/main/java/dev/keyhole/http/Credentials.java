package dev.keyhole.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.keyhole.http.client.Characters;
import dev.keyhole.spi.LogonRequest;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.Arrays;
import java.util.Optional;

/** User name and password of one logon, for as long as it takes. */
final class Credentials implements AutoCloseable {

    private final String userName;
    private final byte[] password;

    private Credentials(String userName, byte[] password) {
        this.userName = userName;
        this.password = password;
    }

    /** Those of a logon; empty if the password can't be sent as what it is. */
    static Optional<Credentials> of(LogonRequest request) {
        byte[] password = request.secret().toBytes();
        try {
            CharBuffer text = UTF_8.newDecoder().decode(ByteBuffer.wrap(password));
            boolean sendable = !Characters.hasControlOrLoneSurrogate(text);
            Arrays.fill(text.array(), '\0');
            if (sendable) {
                return Optional.of(new Credentials(request.userName(), password));
            }
        } catch (CharacterCodingException e) {
            // not UTF-8, and so nothing that a header could say
        }
        Arrays.fill(password, (byte) 0);
        return Optional.empty();
    }

    String userName() {
        return userName;
    }

    /** A copy, in UTF-8. */
    byte[] password() {
        return password.clone();
    }

    /** A copy. */
    char[] passwordText() {
        CharBuffer text = UTF_8.decode(ByteBuffer.wrap(password));
        char[] copy = new char[text.remaining()];
        text.get(copy);
        Arrays.fill(text.array(), '\0');
        return copy;
    }

    /** Wipes the password. Idempotent. */
    @Override
    public void close() {
        Arrays.fill(password, (byte) 0);
    }

    @Override
    public String toString() {
        return "Credentials[***]";
    }
}
