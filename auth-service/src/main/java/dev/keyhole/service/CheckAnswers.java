package dev.keyhole.service;

/** How the service answers checks of single permissions. */
public enum CheckAnswers {
    /** {@code {"ok": true}} with 200, {@code {"ok": false, "error": "..."}} with 403; {@code {"ok": null}} with 200 is no opinion. */
    JSON,
    /** The same, but no opinion is 501: for readers of the status. */
    STATUS,
    /** {@code ok} with 200, or {@code denied} with 403: for readers of text, who can't be told of no opinion. */
    TEXT
}
