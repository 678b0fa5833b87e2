package dev.keyhole.service;

import static java.nio.charset.StandardCharsets.US_ASCII;

import at.favre.lib.crypto.bcrypt.BCrypt;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;

/** Makes hashes with bcrypt or Argon2id, and compares passwords with either. Thread-safe. */
final class PasswordHashes implements PasswordHashing {

    /** How a new hash is made. */
    enum Scheme {
        /** Of cost 10. */
        BCRYPT,
        /** With 19 MiB, 2 passes, 1 lane: what OWASP recommends. */
        ARGON2ID
    }

    private static final int BCRYPT_COST = 10;
    private static final int MEMORY_KIB = 19 * 1024;
    private static final int PASSES = 2;
    private static final int SALT_BYTES = 16;
    private static final int HASH_BYTES = 32;

    /** Somebody who can write hashes into the store can't make the service run out of memory with them. */
    private static final int MAX_MEMORY_KIB = 256 * 1024;

    private static final int MAX_PASSES = 16;
    private static final int MAX_LANES = 8;
    private static final Pattern ARGON2ID = Pattern.compile(
            "\\$argon2id\\$v=19\\$m=(\\d{1,7}),t=(\\d{1,3}),p=(\\d{1,3})\\$([A-Za-z0-9+/]{11,86})\\$([A-Za-z0-9+/]{22,86})");

    private final BcryptHashing bcrypt = new BcryptHashing();
    private final SecureRandom random = new SecureRandom();

    @Override
    public boolean matches(byte[] password, String hash) {
        Matcher matcher = ARGON2ID.matcher(hash);
        if (!matcher.matches()) {
            return hash.startsWith("$2") && bcrypt.matches(password, hash);
        }
        int memory = Integer.parseInt(matcher.group(1));
        int passes = Integer.parseInt(matcher.group(2));
        int lanes = Integer.parseInt(matcher.group(3));
        if (memory > MAX_MEMORY_KIB
                || memory < 8 * lanes
                || passes < 1
                || passes > MAX_PASSES
                || lanes < 1
                || lanes > MAX_LANES) {
            return false;
        }
        byte[] salt = Base64.getDecoder().decode(matcher.group(4));
        byte[] expected = Base64.getDecoder().decode(matcher.group(5));
        byte[] actual = argon2id(password, salt, memory, passes, lanes, expected.length);
        return MessageDigest.isEqual(expected, actual);
    }

    /** What is wrong with a hash that comes from elsewhere; empty if it can be used. */
    static Optional<String> problem(String hash) {
        return ARGON2ID.matcher(hash).matches() || Htpasswd.isBcrypt(hash)
                ? Optional.empty()
                : Optional.of("it is neither a bcrypt hash ($2y$...) nor one of Argon2id ($argon2id$v=19$...)");
    }

    /** A new hash. Takes as long as comparing with it will. */
    String hash(byte[] password, Scheme scheme) {
        return switch (scheme) {
            case BCRYPT -> new String(BCrypt.withDefaults().hash(BCRYPT_COST, password), US_ASCII);
            case ARGON2ID -> {
                byte[] salt = new byte[SALT_BYTES];
                random.nextBytes(salt);
                Base64.Encoder base64 = Base64.getEncoder().withoutPadding();
                byte[] hash = argon2id(password, salt, MEMORY_KIB, PASSES, 1, HASH_BYTES);
                yield "$argon2id$v=19$m=" + MEMORY_KIB + ",t=" + PASSES + ",p=1$" + base64.encodeToString(salt) + "$"
                        + base64.encodeToString(hash);
            }
        };
    }

    /** A hash that nobody knows the password of. */
    String decoy(Scheme scheme) {
        byte[] password = new byte[SALT_BYTES];
        random.nextBytes(password);
        for (int i = 0; i < password.length; i++) {
            // bcrypt takes no zeros.
            password[i] |= 1;
        }
        return hash(password, scheme);
    }

    private static byte[] argon2id(byte[] password, byte[] salt, int memoryKib, int passes, int lanes, int length) {
        Argon2BytesGenerator generator = new Argon2BytesGenerator();
        generator.init(new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
                .withVersion(Argon2Parameters.ARGON2_VERSION_13)
                .withMemoryAsKB(memoryKib)
                .withIterations(passes)
                .withParallelism(lanes)
                .withSalt(salt)
                .build());
        byte[] hash = new byte[length];
        byte[] copy = password.clone();
        generator.generateBytes(copy, hash);
        Arrays.fill(copy, (byte) 0);
        return hash;
    }
}
