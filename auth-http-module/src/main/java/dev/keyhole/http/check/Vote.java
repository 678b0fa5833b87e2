package dev.keyhole.http.check;

/** What a service said to a question. */
sealed interface Vote {

    /** For operators. */
    String detail();

    /** Yes. */
    record Yes(Terms terms, String detail) implements Vote {}

    /**
     * No.
     *
     * @param error what the service says of it; empty if nothing. It may hold anything, but no control characters
     */
    record No(Terms terms, String detail, String error) implements Vote {}

    /** No opinion. */
    record None(String detail) implements Vote {}
}
