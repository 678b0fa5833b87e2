package dev.keyhole.http;

/** What a template makes of the values of one logon. */
sealed interface Expansion {

    /** The text to send. */
    record Text(String value) implements Expansion {
        /** It may hold a password. */
        @Override
        public String toString() {
            return "Text[***]";
        }
    }

    /**
     * A value can't go where the template puts it.
     *
     * @param why for operators; shows no value
     */
    record Refused(String why) implements Expansion {}
}
