package dev.keyhole.artemis;

import dev.keyhole.spi.Secret;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/** Reads what clients send to log on over SASL. */
final class SaslMessages {

    private SaslMessages() {}

    /**
     * The message of PLAIN (RFC 4616): an identity to act as, a user name and a password, with NUL between them. Nobody
     * acts as another, so the first must be empty or the user name.
     */
    static Optional<Credentials> plain(byte[] message) {
        int first = indexOfNul(message, 0);
        int second = indexOfNul(message, first + 1);
        if (first < 0 || second < 0 || indexOfNul(message, second + 1) >= 0) {
            return Optional.empty();
        }
        Optional<String> actAs = text(Arrays.copyOfRange(message, 0, first));
        Optional<String> userName = text(Arrays.copyOfRange(message, first + 1, second));
        byte[] password = Arrays.copyOfRange(message, second + 1, message.length);
        return userName.filter(name -> actAs.filter(other -> other.isEmpty() || other.equals(name))
                        .isPresent())
                .map(name -> Credentials.of(name, password));
    }

    /** The message of ANONYMOUS (RFC 4505): a trace that means nothing. */
    static Optional<Credentials> anonymous(byte[] message) {
        return Optional.of(Credentials.none());
    }

    /** The answer to a challenge of X-KEYHOLE: text. */
    static Optional<Secret> answer(byte[] message) {
        return text(message).map(Secret::of);
    }

    private static int indexOfNul(byte[] message, int from) {
        for (int i = Math.max(0, from); i < message.length; i++) {
            if (message[i] == 0) {
                return i;
            }
        }
        return -1;
    }

    private static Optional<String> text(byte[] utf8) {
        try {
            return Optional.of(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(utf8))
                    .toString());
        } catch (CharacterCodingException e) {
            return Optional.empty();
        }
    }
}
