package dev.keyhole.service;

import static java.nio.charset.StandardCharsets.US_ASCII;

import at.favre.lib.crypto.bcrypt.BCrypt;
import dev.keyhole.service.HashSettings.Scheme;
import java.security.SecureRandom;
import java.util.Optional;

/** Makes hashes with bcrypt or Argon2id, and compares passwords with either. Thread-safe. */
final class PasswordHashes implements PasswordHashing {

    private static final String BCRYPT_DIGITS = "./ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    private static final int BCRYPT_LENGTH = 53;
    private static final int SALT_BYTES = 16;

    private final BcryptHashing bcrypt = new BcryptHashing();
    private final SecureRandom random = new SecureRandom();

    @Override
    public boolean matches(byte[] password, String hash) {
        return isBcrypt(hash)
                ? bcrypt.matches(password, hash)
                : Argon2Hash.parse(hash)
                        .filter(argon2 -> argon2.matches(password))
                        .isPresent();
    }

    /** Whether a hash says that it is one of bcrypt. */
    static boolean isBcrypt(String hash) {
        return hash.startsWith("$2");
    }

    /** What is wrong with a hash that comes from elsewhere; empty if it can be used. */
    static Optional<String> problem(String hash) {
        return Argon2Hash.parse(hash).isPresent() || Htpasswd.isBcrypt(hash)
                ? Optional.empty()
                : Optional.of("it is neither a bcrypt hash ($2y$...) nor one of Argon2id ($argon2id$v=19$...)");
    }

    /** A new hash. Takes as long as comparing with it will. */
    String hash(byte[] password, HashSettings settings) {
        return switch (settings.scheme()) {
            case BCRYPT -> new String(BCrypt.withDefaults().hash(settings.cost(), password), US_ASCII);
            case ARGON2ID -> Argon2Hash.of(password, settings, random).text();
        };
    }

    /** Whether a hash that can be used is easier to guess than a new one would be. */
    static boolean isWeaker(String hash, HashSettings settings) {
        if (isBcrypt(hash)) {
            return settings.scheme() == Scheme.ARGON2ID || Htpasswd.cost(hash) < settings.cost();
        }
        return settings.scheme() == Scheme.ARGON2ID
                && Argon2Hash.parse(hash)
                        .filter(argon2 -> argon2.memoryKib() * argon2.passes() < settings.work())
                        .isPresent();
    }

    /** A hash that nobody knows the password of. */
    String decoy(HashSettings settings) {
        byte[] password = new byte[SALT_BYTES];
        random.nextBytes(password);
        for (int i = 0; i < password.length; i++) {
            // bcrypt takes no zeros.
            password[i] |= 1;
        }
        return hash(password, settings);
    }

    /** The same, of a hash that is there: comparing with either takes the same time. */
    String decoyLike(String hash) {
        if (!isBcrypt(hash)) {
            return Argon2Hash.parse(hash).orElseThrow().decoy(random).text();
        }
        StringBuilder decoy = new StringBuilder(String.format("$2b$%02d$", Htpasswd.cost(hash)));
        random.ints(BCRYPT_LENGTH, 0, BCRYPT_DIGITS.length())
                .forEach(digit -> decoy.append(BCRYPT_DIGITS.charAt(digit)));
        return decoy.toString();
    }

    /** What two hashes have in common that cost the same to compare with. */
    static String shape(String hash) {
        return hash.substring(0, isBcrypt(hash) ? "$2y$10".length() : hash.lastIndexOf('$', hash.lastIndexOf('$') - 1));
    }
}
