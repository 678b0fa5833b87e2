package dev.keyhole.service;

import java.util.concurrent.Semaphore;

/**
 * The memory that hashes of Argon2id may take at one time, whoever computes them: half of what the process may have at
 * most. Who finds it taken waits. Thread-safe.
 */
final class HashMemory {

    private static final int TOTAL_KIB = (int) Math.min(Runtime.getRuntime().maxMemory() / 2 / 1024, Integer.MAX_VALUE);
    private static final Semaphore FREE_KIB = new Semaphore(TOTAL_KIB, true);

    private HashMemory() {}

    static int totalKib() {
        return TOTAL_KIB;
    }

    /**
     * @param kib at most {@link #totalKib}
     * @throws IllegalStateException if there is never as much, or the thread was interrupted while it waited
     */
    static void take(int kib) {
        if (kib > TOTAL_KIB) {
            throw new IllegalStateException("a hash needs " + kib + " KiB, which this process doesn't have");
        }
        try {
            FREE_KIB.acquire(kib);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while other hashes had the memory");
        }
    }

    static void giveBack(int kib) {
        FREE_KIB.release(kib);
    }
}
