package dev.keyhole.service;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Optional;

/**
 * Names of users and groups as names of files: letters and digits of ASCII and {@code - _ @ + = , .} stand for themselves,
 * every other byte of the UTF-8 form, and a dot at the beginning, is written {@code %XX} in capitals. So no two names
 * share a file, none leaves its folder, and all work on any file system and in any locale.
 */
final class FileNames {

    private static final String PLAIN = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_@+=,.";

    private FileNames() {}

    static String encode(String name) {
        StringBuilder encoded = new StringBuilder();
        for (byte b : name.getBytes(UTF_8)) {
            char c = (char) (b & 0xff);
            boolean hidden = c == '.' && encoded.isEmpty();
            if (PLAIN.indexOf(c) >= 0 && !hidden) {
                encoded.append(c);
            } else {
                encoded.append(String.format("%%%02X", (int) c));
            }
        }
        return encoded.toString();
    }

    /** The name that a file stands for; empty if it isn't written as {@link #encode} does. */
    static Optional<String> decode(String encoded) {
        return PathSegment.decode(encoded).filter(name -> encode(name).equals(encoded));
    }
}
