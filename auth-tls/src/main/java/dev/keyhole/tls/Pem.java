package dev.keyhole.tls;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads PEM files (RFC 7468). */
final class Pem {

    private static final int MAX_SIZE = 4 << 20;
    private static final Pattern BLOCK =
            Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----(.*?)-----END \\1-----", Pattern.DOTALL);

    /** One block: its label, and what it holds. */
    static final class Block {

        private final String label;
        private final byte[] content;

        Block(String label, byte[] content) {
            this.label = label;
            this.content = content;
        }

        String label() {
            return label;
        }

        /** Not a copy. */
        byte[] content() {
            return content;
        }

        @Override
        public String toString() {
            return "Block[" + label + "]";
        }
    }

    private Pem() {}

    /**
     * Every block of a file, in order; text around them is passed over.
     *
     * @throws IOException with a message for operators if the file can't be read, or a block of it
     */
    static List<Block> read(Path file) throws IOException {
        if (Files.isRegularFile(file) && Files.size(file) > MAX_SIZE) {
            throw new IOException("it is larger than 4 MB");
        }
        String text = Files.readString(file, StandardCharsets.ISO_8859_1);
        List<Block> blocks = new ArrayList<>();
        Matcher matcher = BLOCK.matcher(text);
        while (matcher.find()) {
            blocks.add(block(matcher.group(1), matcher.group(2)));
        }
        return blocks;
    }

    private static Block block(String label, String body) throws IOException {
        if (label.startsWith("ENCRYPTED") || body.contains("ENCRYPTED")) {
            throw new IOException("its key is encrypted; only keys without a passphrase can be used");
        }
        try {
            return new Block(label, Base64.getMimeDecoder().decode(body.strip()));
        } catch (IllegalArgumentException e) {
            throw new IOException("its block '" + label + "' isn't Base64", e);
        }
    }
}
