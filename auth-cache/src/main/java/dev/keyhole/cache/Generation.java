package dev.keyhole.cache;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;

/**
 * Everything between two resets of the whole cache. Caffeine decides which user's answers go if there are too many of all
 * together; readers don't pass through it, but tell it now and then that a user is still there.
 */
final class Generation<A> {

    /** What all shares weigh together at most. */
    private static final long WHOLE = 1L << 30;

    private final Cache<Member<A>, Share<A>> shares;

    Generation(CacheLimits limits) {
        shares = Caffeine.newBuilder()
                .maximumWeight(WHOLE)
                .weigher((Member<A> member, Share<A> share) -> weight(share, limits))
                .evictionListener((member, share, cause) -> {
                    if (member != null && share != null) {
                        member.evicted(share);
                    }
                })
                // Its upkeep is short; threads of its own would outlive the cache.
                .executor(Runnable::run)
                .build();
    }

    /**
     * What a share takes of the whole, in answers or in bytes, whichever is more: so all together keep both limits.
     */
    private static int weight(Share<?> share, CacheLimits limits) {
        double ofAnswers = (double) share.size() / limits.maxDecisions();
        double ofBytes = (double) share.bytes() / limits.maxBytes();
        return (int) Math.max(1, Math.ceil(WHOLE * Math.max(ofAnswers, ofBytes)));
    }

    /** A share has grown: it's weighed anew, and if all together weigh too much, somebody's goes. */
    void weigh(Member<A> member, Share<A> share) {
        shares.asMap().compute(member, (key, former) -> member.isCurrent(share) ? share : former);
    }

    void touch(Member<A> member) {
        var unused = shares.getIfPresent(member);
    }

    void forget(Member<A> member) {
        shares.invalidate(member);
    }

    long size() {
        shares.cleanUp();
        return shares.asMap().values().stream().mapToLong(Share::size).sum();
    }

    long bytes() {
        shares.cleanUp();
        return shares.asMap().values().stream().mapToLong(Share::bytes).sum();
    }
}
