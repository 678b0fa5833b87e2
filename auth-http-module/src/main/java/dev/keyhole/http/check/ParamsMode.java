package dev.keyhole.http.check;

/** How the fields of a question are written. */
enum ParamsMode {
    /** As a JSON object in the body, whatever the method. */
    JSON,
    /** As a form in the body; with {@code GET} in the query. */
    FORM
}
