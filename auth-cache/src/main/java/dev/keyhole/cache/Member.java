package dev.keyhole.cache;

import java.util.HashMap;
import java.util.Map;

/** A user with open seats. */
final class Member<A> {

    private final CacheLimits limits;

    /** Read without a lock, written under this user's. */
    private volatile Share<A> share;

    /** Open seats by key. Guarded by the lock of this user's place in the map of members. */
    private final Map<Object, Integer> seats = new HashMap<>(2);

    private volatile boolean gone;

    Member(Generation<A> generation, CacheLimits limits) {
        this.limits = limits;
        this.share = new Share<>(generation, this, limits);
    }

    /** The share of this generation, which is a new one if there was a reset since. */
    Share<A> share(Generation<A> generation) {
        Share<A> current = share;
        return current.generation == generation ? current : renewed(current, generation);
    }

    boolean isCurrent(Share<A> candidate) {
        return !gone && share == candidate;
    }

    void evicted(Share<A> victim) {
        renewed(victim, victim.generation);
    }

    /** Forgets all answers. */
    void reset(Generation<A> generation) {
        synchronized (this) {
            share.end();
            share = new Share<>(generation, this, limits);
        }
        generation.forget(this);
    }

    private synchronized Share<A> renewed(Share<A> former, Generation<A> generation) {
        if (share == former) {
            former.end();
            share = new Share<>(generation, this, limits);
        }
        return share;
    }

    void enter(Object key) {
        seats.merge(key, 1, Integer::sum);
    }

    /**
     * @return whether it was the last seat of the user
     */
    boolean leave(Object key, Generation<A> generation) {
        boolean lastOfKey = seats.merge(key, -1, (before, less) -> before == 1 ? null : before - 1) == null;
        if (seats.isEmpty()) {
            gone = true;
            reset(generation);
            return true;
        }
        if (lastOfKey) {
            share.drop(key);
        }
        return false;
    }
}
