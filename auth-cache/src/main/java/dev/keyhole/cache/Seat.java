package dev.keyhole.cache;

import dev.keyhole.spi.EntitlementDecision;
import dev.keyhole.spi.EntitlementRequest;
import dev.keyhole.spi.Operation;
import dev.keyhole.spi.Permission;
import dev.keyhole.spi.Resource;
import dev.keyhole.spi.Validity;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A connection's place in a cache: by it the connection finds what those it shares answers with have been told. Thread-safe.
 *
 * @param <A> what an answer is made into before it is kept
 */
public final class Seat<A> implements AutoCloseable {

    /** Every so many finds the cache hears that the user is still there. */
    private static final int FINDS_A_TOUCH = 64;

    /** Answers that last longer are kept until the next reset, which comes sooner. */
    private static final Duration FOR_EVER = Duration.ofDays(36_500);

    /** Makes the entry for an answer. */
    @FunctionalInterface
    interface Kept<A> {
        Entry<A> in(Bucket<A> bucket, String name, int question);
    }

    private final CachedEntitlement<A> cache;
    private final Member<A> member;
    private final String userName;
    private final Object key;
    private volatile boolean open = true;

    /** What {@link #find} used last. Neither volatile nor exact: a stale one is noticed by its share. */
    private @Nullable Bucket<A> lastBucket;

    private int finds;

    Seat(CachedEntitlement<A> cache, Member<A> member, String userName, Object key) {
        this.cache = cache;
        this.member = member;
        this.userName = userName;
        this.key = key;
    }

    /** The answer that is kept, or null if the module has to be asked. Never blocks, makes no object. */
    public @Nullable A find(Resource resource, Permission permission, Operation operation) {
        if (!open) {
            return null;
        }
        Share<A> share = member.share(cache.generation());
        Bucket<A> bucket = lastBucket;
        if (bucket == null || bucket.share != share) {
            bucket = share.find(key);
            lastBucket = bucket;
            if (bucket == null) {
                return null;
            }
        }
        Entry<A> entry = bucket.find(resource.name(), Question.code(resource.type(), permission, operation));
        if (entry == null || (entry.ends() && entry.endedBy(cache.now()))) {
            return null;
        }
        if (!entry.used) {
            entry.used = true;
        }
        if (++finds % FINDS_A_TOUCH == 0) {
            share.generation.touch(member);
        }
        cache.hits().increment();
        return entry.answer;
    }

    /**
     * Asks the module, and keeps its answer for as long as it says, unless there was a reset meanwhile.
     *
     * @throws dev.keyhole.spi.ModuleUnavailableException if the module couldn't find out; nothing is kept then
     * @throws InterruptedException if the module was interrupted; nothing is kept then
     */
    public A check(EntitlementRequest request) throws InterruptedException {
        // Taken before the module is asked: a reset puts another share in its place, and this one is read no more.
        Share<A> share = member.share(cache.generation());
        cache.misses().increment();
        EntitlementDecision decision = cache.context().check(request);
        A answer = cache.view(decision);
        if (decision.validity().kind() != Validity.Kind.NOT_CACHED) {
            keep(share, request, answer, decision.validity());
        }
        return answer;
    }

    private void keep(Share<A> share, EntitlementRequest request, A answer, Validity validity) {
        Kept<A> kept = (bucket, name, question) -> Entry.untilReset(bucket, name, question, answer);
        if (validity.kind() == Validity.Kind.DURATION && validity.duration().compareTo(FOR_EVER) < 0) {
            long end = cache.now() + validity.duration().toNanos();
            kept = (bucket, name, question) -> Entry.until(end, bucket, name, question, answer);
        }
        Resource resource = request.resource();
        int question = Question.code(resource.type(), request.permission(), request.operation());
        if (share.put(this, resource.name(), question, kept)) {
            share.generation.weigh(member, share);
        }
    }

    boolean isOpen() {
        return open;
    }

    Object key() {
        return key;
    }

    /** Leaves the cache. What nobody else shares is forgotten. Idempotent. */
    @Override
    public void close() {
        if (open) {
            synchronized (this) {
                if (!open) {
                    return;
                }
                open = false;
            }
            cache.leave(userName, key);
        }
    }
}
