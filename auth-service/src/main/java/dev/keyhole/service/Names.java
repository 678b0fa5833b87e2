package dev.keyhole.service;

import java.text.Normalizer;

/**
 * Names that administrators may give: those that look like what they are, and that every store, path and protocol can
 * hold. Older ones can still be changed and removed.
 */
final class Names {

    private Names() {}

    /** @throws Refusal if a user mustn't be called so */
    static void checkUser(String name) {
        check(name);
        if (name.indexOf(':') >= 0) {
            throw new Refusal(422, "a user's name has no colon in it: nobody can log on with one");
        }
    }

    /** @throws Refusal if a group mustn't be called so */
    static void checkGroup(String name) {
        check(name);
    }

    private static void check(String name) {
        if (name.isEmpty() || name.length() > Administration.MAX_NAME) {
            throw new Refusal(422, "a name has from 1 to " + Administration.MAX_NAME + " characters");
        }
        if (name.equals(".") || name.equals("..") || name.equals("*")) {
            throw new Refusal(422, "'.', '..' and '*' mean something else than a name");
        }
        if (!name.equals(name.strip())) {
            throw new Refusal(422, "a name neither begins nor ends with a space");
        }
        if (name.codePoints().anyMatch(Names::isHidden)) {
            throw new Refusal(422, "a name has only characters in it that can be seen, and ordinary spaces");
        }
        if (!Normalizer.isNormalized(name, Normalizer.Form.NFC)) {
            throw new Refusal(422, "the name isn't in Unicode's normal form C, so that another one could look like it");
        }
    }

    private static boolean isHidden(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED -> true;
            case Character.SPACE_SEPARATOR -> codePoint != ' ';
            default -> false;
        };
    }
}
