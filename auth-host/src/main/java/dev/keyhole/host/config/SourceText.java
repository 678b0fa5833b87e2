package dev.keyhole.host.config;

import dev.keyhole.spi.ConfigurationException;
import dev.keyhole.spi.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The text of a file, in the encoding that its byte order mark or its XML declaration says; UTF-8 without either. */
final class SourceText {

    /** Most bytes of one file: hundreds of times a large configuration, and nothing to a heap. */
    static final int MOST_BYTES = 4 << 20;

    /** An XML declaration is ASCII and comes first; its pseudo-attributes fit in this many bytes. */
    private static final int DECLARATION_BYTES = 256;

    private static final Pattern DECLARATION = Pattern.compile("<\\?xml\\s[^>]*?\\?>");
    private static final Pattern ENCODING = Pattern.compile("encoding\\s*=\\s*[\"']([A-Za-z0-9._-]{1,40})[\"']");

    private SourceText() {}

    /**
     * Reads a file. Its XML declaration is blanked out, so that lines stay where they are.
     *
     * @throws ConfigurationException if it can't be read, or is too long, or isn't in its encoding
     */
    static String of(Source source) {
        byte[] bytes = bytes(source);
        Charset charset = charset(source, bytes);
        String text = decode(source, bytes, charset);
        if (!text.isEmpty() && text.charAt(0) == '\uFEFF') {
            text = text.substring(1);
        }
        Matcher declaration = DECLARATION.matcher(text);
        return declaration.lookingAt()
                ? declaration.group().replaceAll("[^\\r\\n]", " ") + text.substring(declaration.end())
                : text;
    }

    private static byte[] bytes(Source source) {
        Path path = source.path();
        if (Files.isDirectory(path)) {
            throw problem(source, "it is a directory, not a file");
        }
        try (InputStream in = Files.newInputStream(path)) {
            byte[] bytes = in.readNBytes(MOST_BYTES + 1);
            if (bytes.length > MOST_BYTES) {
                throw problem(source, "the file is longer than the limit of " + MOST_BYTES + " bytes");
            }
            return bytes;
        } catch (NoSuchFileException e) {
            throw problem(source, "there is no such file");
        } catch (AccessDeniedException e) {
            throw problem(source, "no permission to read the file");
        } catch (IOException e) {
            throw problem(source, "the file can't be read: " + e.getMessage());
        }
    }

    private static Charset charset(Source source, byte[] bytes) {
        if (bytes.length >= 2 && isMark(bytes, 0xFE, 0xFF)) {
            return StandardCharsets.UTF_16BE;
        }
        if (bytes.length >= 2 && isMark(bytes, 0xFF, 0xFE)) {
            return StandardCharsets.UTF_16LE;
        }
        String start = new String(bytes, 0, Math.min(bytes.length, DECLARATION_BYTES), StandardCharsets.ISO_8859_1);
        Matcher declaration = DECLARATION.matcher(start);
        if (!declaration.lookingAt()) {
            return StandardCharsets.UTF_8;
        }
        Matcher encoding = ENCODING.matcher(declaration.group());
        if (!encoding.find()) {
            return StandardCharsets.UTF_8;
        }
        try {
            return Charset.forName(encoding.group(1));
        } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
            throw problem(source, "the encoding '" + encoding.group(1) + "' isn't known");
        }
    }

    private static boolean isMark(byte[] bytes, int first, int second) {
        return (bytes[0] & 0xFF) == first && (bytes[1] & 0xFF) == second;
    }

    private static String decode(Source source, byte[] bytes, Charset charset) {
        try {
            return charset.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException e) {
            throw problem(source, "the file isn't in its encoding, " + charset.name());
        }
    }

    private static ConfigurationException problem(Source source, String message) {
        return new ConfigurationException(List.of(new Problem(source.label(), "", message)));
    }
}
