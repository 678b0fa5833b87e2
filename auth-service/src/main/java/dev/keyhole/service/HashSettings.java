package dev.keyhole.service;

import java.util.ArrayList;
import java.util.List;

/**
 * How new hashes of passwords are made.
 *
 * @param cost of bcrypt: two to the power of it are the rounds
 * @param memoryKib that Argon2id takes for one hash
 * @param passes of Argon2id over that memory
 * @param lanes of Argon2id
 */
public record HashSettings(Scheme scheme, int cost, int memoryKib, int passes, int lanes) {

    /** The ways to hash a password. Hashes of either can be compared with, whatever is set. */
    public enum Scheme {
        BCRYPT,
        ARGON2ID
    }

    /** Below it a stolen hash is cheap to guess. */
    static final int MIN_COST = 10;

    /** The least of OWASP's recommendations: 7 MiB and 5 passes. */
    static final int MIN_MEMORY_KIB = 7 * 1024;

    /** What OWASP's recommendations have in common: more passes make up for less memory, this far. */
    static final int MIN_WORK_KIB = 5 * MIN_MEMORY_KIB;

    static final int MAX_MEMORY_KIB = 256 * 1024;
    static final int MAX_PASSES = 16;
    static final int MAX_LANES = 8;

    /** bcrypt at cost 10; with Argon2id, 19 MiB, 2 passes and 1 lane. */
    public static final HashSettings USUAL = new HashSettings(Scheme.BCRYPT, 10, 19 * 1024, 2, 1);

    /** The same figures with another scheme. */
    public HashSettings with(Scheme other) {
        return new HashSettings(other, cost, memoryKib, passes, lanes);
    }

    /** How much a computer has to do for one hash of Argon2id. */
    int work() {
        return memoryKib * passes;
    }

    /** What is wrong with them; empty if nothing is. */
    List<String> problems() {
        List<String> problems = new ArrayList<>();
        outside("cost", cost, MIN_COST, Htpasswd.MAX_COST, problems);
        outside("memoryKiB", memoryKib, MIN_MEMORY_KIB, MAX_MEMORY_KIB, problems);
        outside("passes", passes, 1, MAX_PASSES, problems);
        outside("lanes", lanes, 1, MAX_LANES, problems);
        if (problems.isEmpty() && work() < MIN_WORK_KIB) {
            problems.add("hashes of Argon2id with " + memoryKib + " KiB need at least "
                    + (MIN_WORK_KIB + memoryKib - 1) / memoryKib + " passes");
        }
        if (memoryKib > HashMemory.totalKib()) {
            problems.add("a hash of Argon2id would take " + memoryKib + " KiB, and all of them together may take "
                    + HashMemory.totalKib() + " KiB, half of what this process may (-Xmx)");
        }
        return List.copyOf(problems);
    }

    private static void outside(String name, int value, int least, int most, List<String> problems) {
        if (value < least || value > most) {
            problems.add("'" + name + "' of new hashes is " + value + ", but must be from " + least + " to " + most);
        }
    }
}
