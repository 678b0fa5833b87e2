package dev.keyhole.service;

/** How the service answers checks of single permissions. */
public enum CheckAnswers {
    /** {@code {"ok": true}} with 200, or {@code {"ok": false, "error": "..."}} with 403: for status and JSON readers. */
    JSON,
    /** {@code ok} with 200, or {@code denied} with 403: for readers of text. */
    TEXT
}
