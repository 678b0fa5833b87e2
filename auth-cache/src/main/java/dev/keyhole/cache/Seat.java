package dev.keyhole.cache;

import dev.keyhole.spi.ConnectionInfo;
import dev.keyhole.spi.Coverage;
import dev.keyhole.spi.EntitlementDecision;
import dev.keyhole.spi.EntitlementRequest;
import dev.keyhole.spi.Identity;
import dev.keyhole.spi.Operation;
import dev.keyhole.spi.Permission;
import dev.keyhole.spi.Resource;
import dev.keyhole.spi.ResourceType;
import dev.keyhole.spi.Validity;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A connection's place in a cache: by it the connection finds what those it shares answers with have been told. Thread-safe.
 *
 * @param <A> what an answer is made into before it is kept
 */
public final class Seat<A> implements AutoCloseable {

    /** Every so many finds of a thread the cache hears that a user is still there: of the user whose turn it happens to be. */
    private static final int FINDS_A_TOUCH = 61;

    /** Answers that last longer are kept until the next reset, which comes sooner. */
    private static final Duration FOR_EVER = Duration.ofDays(36_500);

    private final CachedEntitlement<A> cache;
    private final Member<A> member;
    private final ConnectionInfo connection;
    private final Identity identity;
    private final Object key;
    private volatile boolean open = true;

    /** What {@link #find} used last. Neither volatile nor exact: a stale one is noticed by its share. */
    private @Nullable Bucket<A> lastBucket;

    Seat(CachedEntitlement<A> cache, Member<A> member, ConnectionInfo connection, Identity identity, Object key) {
        this.cache = cache;
        this.member = member;
        this.connection = connection;
        this.identity = identity;
        this.key = key;
    }

    /**
     * The answer that is kept, or null if the module has to be asked. Never blocks, makes no object. One that ends soon and
     * is to be asked for again before goes to the {@link Refresher}.
     */
    public @Nullable A find(Resource resource, Permission permission, Operation operation) {
        if (!open) {
            return null;
        }
        Share<A> share = member.share(cache.generation());
        Bucket<A> bucket = bucket(share);
        Entry<A> entry = bucket == null ? null : find(bucket, resource, permission, operation);
        if (entry == null) {
            return null;
        }
        if (!entry.used) {
            entry.used = true;
        }
        if (cache.hits().add() % FINDS_A_TOUCH == 0) {
            share.generation.touch(member);
        }
        return entry.answer;
    }

    /**
     * The answer that is kept, or null; nobody hears that somebody looked. Where {@link #find} may pass over an answer that is
     * just being written, this doesn't: it waits for the writer.
     */
    public @Nullable A peek(Resource resource, Permission permission, Operation operation) {
        if (!open) {
            return null;
        }
        Share<A> share = member.share(cache.generation());
        synchronized (share) {
            Bucket<A> bucket = bucket(share);
            Entry<A> entry = bucket == null
                    ? null
                    : holding(bucket, resource.name(), Question.code(resource.type(), permission, operation));
            return entry == null ? null : entry.kept.answer;
        }
    }

    private @Nullable Bucket<A> bucket(Share<A> share) {
        Bucket<A> bucket = lastBucket;
        if (bucket == null || bucket.share != share) {
            bucket = share.find(key);
            lastBucket = bucket;
        }
        return bucket;
    }

    private @Nullable Entry<A> find(Bucket<A> bucket, Resource resource, Permission permission, Operation operation) {
        Entry<A> entry = holding(bucket, resource.name(), Question.code(resource.type(), permission, operation));
        if (entry != null && entry.ends() && entry.isToBeRefreshed(cache.now())) {
            Entry<A> aging = entry;
            cache.refresher()
                    .refresh(
                            this,
                            new EntitlementRequest(connection, identity, resource, permission, operation),
                            () -> aging.refreshFailed(cache.now()));
        }
        return entry;
    }

    /** What is known of the name itself goes before what covers it. */
    private @Nullable Entry<A> holding(Bucket<A> bucket, String name, int question) {
        Entry<A> entry = bucket.find(name, question);
        if (entry != null && !(entry.ends() && entry.endedBy(cache.now()))) {
            return entry;
        }
        return bucket.hasWide() ? bucket.findCovering(name, question, cache.now()) : null;
    }

    /**
     * What is equal for two checks that ask the same on behalf of the same, between the same resets. It is for checks that are
     * under way: those with one key can be answered by one question.
     */
    public Object question(Resource resource, Permission permission, Operation operation) {
        return new Asking(member.share(cache.generation()), key, resource, permission, operation);
    }

    private record Asking(Share<?> share, Object key, Resource resource, Permission permission, Operation operation) {}

    /**
     * Asks the module, and keeps its answer for as long as it says, unless there was a reset meanwhile. It takes the place of
     * whatever was known that says otherwise.
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
        Resource resource = request.resource();
        int question = Question.code(resource.type(), request.permission(), request.operation());
        if (decision.validity().kind() == Validity.Kind.NOT_CACHED) {
            share.contradicted(this, resource.name(), question, decision);
        } else if (share.put(this, resource.name(), question, kept(request, decision, answer))) {
            share.generation.weigh(member, share);
        }
        return answer;
    }

    private Entry.Kept<A> kept(EntitlementRequest request, EntitlementDecision decision, A answer) {
        Validity validity = decision.validity();
        Coverage coverage = coverage(request, validity);
        Duration duration = validity.duration();
        if (validity.kind() == Validity.Kind.DURATION && duration.compareTo(FOR_EVER) < 0) {
            long nanos = duration.toNanos();
            // Earlier than half way it would be asked for without end.
            long ahead = validity.refreshAhead().compareTo(duration.dividedBy(2)) < 0
                    ? validity.refreshAhead().toNanos()
                    : nanos / 2;
            return Entry.Kept.until(cache.now() + nanos, ahead, answer, decision, coverage);
        }
        return Entry.Kept.untilReset(answer, decision, coverage);
    }

    /** What an answer covers, as far as that is safe to believe. */
    private static Coverage coverage(EntitlementRequest request, Validity validity) {
        ResourceType type = request.resource().type();
        boolean named = type == ResourceType.TOPIC || type == ResourceType.ADMIN;
        return named
                        && request.operation() != Operation.SUBSCRIBE_PATTERN
                        && validity.coverage().covers(request.resource().name())
                ? validity.coverage()
                : Coverage.name();
    }

    /** Whether the connection is still there. */
    public boolean isOpen() {
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
            cache.leave(identity.userName(), key);
        }
    }
}
