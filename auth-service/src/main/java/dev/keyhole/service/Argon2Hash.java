package dev.keyhole.service;

import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;

/** A hash of Argon2id, version 1.3, as the reference program writes it: {@code $argon2id$v=19$m=19456,t=2,p=1$salt$hash}. */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Argon2Hash(int memoryKib, int passes, int lanes, byte[] salt, byte[] value) {

    private static final int SALT_BYTES = 16;
    private static final int VALUE_BYTES = 32;
    private static final Pattern FORMAT = Pattern.compile(
            "\\$argon2id\\$v=19\\$m=(\\d{1,7}),t=(\\d{1,3}),p=(\\d{1,3})\\$([A-Za-z0-9+/]{11,86})\\$([A-Za-z0-9+/]{22,86})");

    /**
     * Empty if it is something else, or would cost too much: somebody who can write hashes into the store can't make the
     * service run out of memory with them.
     */
    static Optional<Argon2Hash> parse(String hash) {
        Matcher matcher = FORMAT.matcher(hash);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        int memory = Integer.parseInt(matcher.group(1));
        int passes = Integer.parseInt(matcher.group(2));
        int lanes = Integer.parseInt(matcher.group(3));
        boolean possible = memory <= HashSettings.MAX_MEMORY_KIB
                && memory >= 8 * lanes
                && passes >= 1
                && passes <= HashSettings.MAX_PASSES
                && lanes >= 1
                && lanes <= HashSettings.MAX_LANES;
        Optional<byte[]> salt = decode(matcher.group(4));
        Optional<byte[]> value = decode(matcher.group(5));
        return possible && salt.isPresent() && value.isPresent()
                ? Optional.of(new Argon2Hash(memory, passes, lanes, salt.get(), value.get()))
                : Optional.empty();
    }

    private static Optional<byte[]> decode(String base64) {
        try {
            return Optional.of(Base64.getDecoder().decode(base64));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** A new hash. */
    static Argon2Hash of(byte[] password, HashSettings settings, RandomGenerator random) {
        byte[] salt = new byte[SALT_BYTES];
        random.nextBytes(salt);
        byte[] value = compute(password, salt, settings.memoryKib(), settings.passes(), settings.lanes(), VALUE_BYTES);
        return new Argon2Hash(settings.memoryKib(), settings.passes(), settings.lanes(), salt, value);
    }

    /** Another one that costs the same, and that nobody knows the password of. */
    Argon2Hash decoy(RandomGenerator random) {
        byte[] otherSalt = new byte[salt.length];
        byte[] otherValue = new byte[value.length];
        random.nextBytes(otherSalt);
        random.nextBytes(otherValue);
        return new Argon2Hash(memoryKib, passes, lanes, otherSalt, otherValue);
    }

    boolean matches(byte[] password) {
        return MessageDigest.isEqual(value, compute(password, salt, memoryKib, passes, lanes, value.length));
    }

    /** As it is stored. */
    String text() {
        Base64.Encoder base64 = Base64.getEncoder().withoutPadding();
        return "$argon2id$v=19$m=" + memoryKib + ",t=" + passes + ",p=" + lanes + "$" + base64.encodeToString(salt)
                + "$" + base64.encodeToString(value);
    }

    @Override
    public String toString() {
        return "Argon2Hash[***]";
    }

    private static byte[] compute(byte[] password, byte[] salt, int memoryKib, int passes, int lanes, int length) {
        HashMemory.take(memoryKib);
        byte[] copy = password.clone();
        try {
            Argon2BytesGenerator generator = new Argon2BytesGenerator();
            generator.init(new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
                    .withVersion(Argon2Parameters.ARGON2_VERSION_13)
                    .withMemoryAsKB(memoryKib)
                    .withIterations(passes)
                    .withParallelism(lanes)
                    .withSalt(salt)
                    .build());
            byte[] hash = new byte[length];
            generator.generateBytes(copy, hash);
            return hash;
        } finally {
            Arrays.fill(copy, (byte) 0);
            HashMemory.giveBack(memoryKib);
        }
    }
}
