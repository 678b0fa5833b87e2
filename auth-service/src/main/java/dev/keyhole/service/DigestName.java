package dev.keyhole.service;

/**
 * Whom a client of Digest says to be.
 *
 * @param text the user's name, or the hash of it in lower-case hexadecimal digits
 */
public record DigestName(String text, boolean hashed) {}
