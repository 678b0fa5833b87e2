package dev.keyhole.service;

import static java.nio.charset.StandardCharsets.US_ASCII;

import at.favre.lib.crypto.bcrypt.BCrypt;

/** bcrypt in its sound variants, which differ only by name: {@code $2a$}, {@code $2b$}, {@code $2y$}. */
final class BcryptHashing implements PasswordHashing {

    /** bcrypt doesn't look at more. A longer password never matches, as any with the same beginning would. */
    static final int MAX_PASSWORD_BYTES = 72;

    @Override
    public boolean matches(byte[] password, String hash) {
        return password.length <= MAX_PASSWORD_BYTES
                && BCrypt.verifyer().verify(password, hash.getBytes(US_ASCII)).verified;
    }
}
