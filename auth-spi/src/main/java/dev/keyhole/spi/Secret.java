package dev.keyhole.spi;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CodingErrorAction;
import java.security.MessageDigest;
import java.util.Arrays;

/**
 * A password, token or challenge. It prints as {@code ***}, compares in constant time, and can be wiped. Thread-safe.
 *
 * <p>Whoever takes the content out of it ({@link #toBytes()}, {@link #toChars()}, {@link #reveal()}) answers for that
 * copy.
 */
public final class Secret implements AutoCloseable {

    private static final Secret EMPTY = new Secret(new byte[0]);

    /** UTF-8 needs three bytes for a character outside ASCII, and four for a pair of surrogates. */
    private static final int MAX_BYTES_PER_CHAR = 3;

    private final byte[] bytes;
    private volatile boolean wiped;

    private Secret(byte[] bytes) {
        this.bytes = bytes;
    }

    public static Secret empty() {
        return EMPTY;
    }

    /** Copies the text, in UTF-8. */
    public static Secret of(String text) {
        return text.isEmpty() ? EMPTY : new Secret(text.getBytes(UTF_8));
    }

    /** Copies the text, in UTF-8; the caller may wipe its own copy. */
    public static Secret of(char[] text) {
        ByteBuffer encoded = ByteBuffer.allocate(Math.multiplyExact(text.length, MAX_BYTES_PER_CHAR));
        UTF_8.newEncoder()
                .onMalformedInput(CodingErrorAction.REPLACE)
                .onUnmappableCharacter(CodingErrorAction.REPLACE)
                .encode(CharBuffer.wrap(text), encoded, true);
        byte[] copy = Arrays.copyOf(encoded.array(), encoded.position());
        Arrays.fill(encoded.array(), (byte) 0);
        return copy.length == 0 ? EMPTY : new Secret(copy);
    }

    /** Copies the content; the caller may wipe its own copy. */
    public static Secret of(byte[] content) {
        return content.length == 0 ? EMPTY : new Secret(content.clone());
    }

    public boolean isEmpty() {
        return bytes.length == 0;
    }

    /** Length in bytes. */
    public int length() {
        return bytes.length;
    }

    /**
     * A copy of the content.
     *
     * @throws IllegalStateException if the secret has been wiped
     */
    public byte[] toBytes() {
        byte[] copy = bytes.clone();
        if (wiped) {
            Arrays.fill(copy, (byte) 0);
            throw new IllegalStateException("the secret has been wiped");
        }
        return copy;
    }

    /**
     * A copy of the content, read as UTF-8.
     *
     * @throws IllegalStateException if the secret has been wiped
     */
    public char[] toChars() {
        byte[] copy = toBytes();
        CharBuffer decoded = UTF_8.decode(ByteBuffer.wrap(copy));
        char[] text = new char[decoded.remaining()];
        decoded.get(text);
        Arrays.fill(copy, (byte) 0);
        Arrays.fill(decoded.array(), '\0');
        return text;
    }

    /**
     * The content as text, for interfaces that take nothing else. A {@code String} can't be wiped: prefer the others.
     *
     * @throws IllegalStateException if the secret has been wiped
     */
    public String reveal() {
        return new String(toBytes(), UTF_8);
    }

    /** Overwrites the content. Idempotent. */
    @Override
    public void close() {
        if (bytes.length > 0) {
            wiped = true;
            Arrays.fill(bytes, (byte) 0);
        }
    }

    /** Takes the same time whatever the content, for secrets of one length. A wiped secret equals only itself. */
    @Override
    public boolean equals(Object other) {
        if (this == other) {
            return true;
        }
        return other instanceof Secret that && !wiped && !that.wiped && MessageDigest.isEqual(bytes, that.bytes);
    }

    /** The same for all secrets, so that it tells nothing. Not made for hash tables. */
    @Override
    public int hashCode() {
        return 1;
    }

    @Override
    public String toString() {
        return "***";
    }
}
