package dev.keyhole.http;

import dev.keyhole.spi.Spelling;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Finds the {@code {{TOKEN}}}s of a template. */
final class Placeholders {

    /** A piece of a template: a literal text, or a token by its own name. */
    sealed interface Piece<T> {}

    record Literal<T>(String text) implements Piece<T> {}

    record Token<T>(T value) implements Piece<T> {}

    private Placeholders() {}

    /**
     * Splits a text into literals and tokens.
     *
     * @param known what may stand between the braces, in this exact spelling
     * @throws IllegalArgumentException if something else stands there, or if a token isn't closed
     */
    static <T> List<Piece<T>> split(String text, Map<String, T> known) {
        List<Piece<T>> pieces = new ArrayList<>();
        int at = 0;
        while (at < text.length()) {
            int open = text.indexOf("{{", at);
            if (open < 0) {
                pieces.add(new Literal<>(text.substring(at)));
                break;
            }
            int close = text.indexOf("}}", open);
            if (close < 0) {
                throw new IllegalArgumentException("a '{{' has no '}}' after it");
            }
            if (open > at) {
                pieces.add(new Literal<>(text.substring(at, open)));
            }
            String name = text.substring(open + 2, close);
            T token = known.get(name);
            if (token == null) {
                throw new IllegalArgumentException(
                        Spelling.unknown("'{{" + name + "}}' can't be used here", name, known.keySet()));
            }
            pieces.add(new Token<>(token));
            at = close + 2;
        }
        return List.copyOf(pieces);
    }
}
