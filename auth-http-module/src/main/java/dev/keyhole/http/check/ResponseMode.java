package dev.keyhole.http.check;

/** What an answer consists in. */
enum ResponseMode {
    /** 2xx is yes, 4xx is no, anything else no opinion. */
    STATUS,
    /** 2xx with {@code {"ok": true}} is yes; without {@code ok} no opinion. */
    JSON,
    /** 2xx with the body {@code ok} is yes, anything else no. */
    TEXT
}
