package dev.keyhole.service;

/** Compares passwords with hashes. The expensive part of a logon: called by a bounded number of threads. */
interface PasswordHashing {

    /**
     * @param password in UTF-8
     * @param hash in bcrypt's own format
     */
    boolean matches(byte[] password, String hash);
}
