package dev.keyhole.service;

/** Compares passwords with hashes. The expensive part of a logon: called by a bounded number of threads. */
interface PasswordHashing {

    /**
     * @param password in UTF-8
     * @param hash of bcrypt or Argon2id, as it is stored
     */
    boolean matches(byte[] password, String hash);
}
