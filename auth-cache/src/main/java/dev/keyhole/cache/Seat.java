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

    /** Answers that last longer are kept until the next reset, which comes sooner. */
    private static final Duration FOR_EVER = Duration.ofDays(36_500);

    private final CachedEntitlement<A> cache;
    private final Member<A> member;
    private final ConnectionInfo connection;
    private final Identity identity;
    private final Object key;
    private volatile boolean open = true;

    /** Where {@link #find} found something last. Neither volatile nor exact: it says itself whether it is in force. */
    private @Nullable Object[] table = Table.none();

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
        Generation<A> generation = cache.generation();
        @Nullable Object[] current = shelf();
        Entry<A> entry = Table.find(current, resource.name(), Question.code(resource.type(), permission, operation));
        if (entry == null || entry.terms != null) {
            entry = findWithTerms(entry, resource, permission, operation);
            if (entry == null) {
                return null;
            }
        }
        if (cache.found(entry, entry.view.kind)) {
            generation.touch(member);
        }
        return entry.view.answer;
    }

    /**
     * Where the seat's answers stand, for {@link CachedEntitlement#glance}. Another one takes its place at each reset, and when
     * it becomes too small; it knows that itself. To be looked at by nobody else, and never to be written to.
     */
    public @Nullable Object[] shelf() {
        Generation<A> generation = cache.generation();
        @Nullable Object[] current = table;
        return open && Table.isOf(current, generation) ? current : renewedTable(generation);
    }

    /** The table that is in force, to be held on to until it no longer is; or an empty one. */
    private @Nullable Object[] renewedTable(Generation<A> generation) {
        Bucket<A> bucket = open ? member.share(generation).find(key) : null;
        @Nullable Object[] found = bucket == null ? Table.none() : bucket.table();
        table = found;
        return found;
    }

    /** Whether the name is covered, or what is known of it still holds. */
    private @Nullable Entry<A> findWithTerms(
            @Nullable Entry<A> ofName, Resource resource, Permission permission, Operation operation) {
        Bucket<A> bucket = open ? member.share(cache.generation()).find(key) : null;
        if (bucket == null) {
            return null;
        }
        Terms terms = ofName == null ? null : ofName.terms;
        Entry<A> entry = ofName;
        if (terms == null || terms.endedBy(cache.now())) {
            entry = covering(bucket, resource, permission, operation);
            terms = entry == null ? null : entry.terms;
        }
        if (terms != null && terms.ends() && terms.isToBeRefreshed(cache.now())) {
            Terms aging = terms;
            cache.refresher()
                    .refresh(
                            this,
                            new EntitlementRequest(connection, identity, resource, permission, operation),
                            () -> aging.refreshFailed(cache.now()));
        }
        return entry;
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
            Bucket<A> bucket = share.find(key);
            if (bucket == null) {
                return null;
            }
            // What is known of the name itself goes before what covers it.
            Entry<A> entry = bucket.find(resource.name(), Question.code(resource.type(), permission, operation));
            if (entry == null || entry.endedBy(cache.now())) {
                entry = covering(bucket, resource, permission, operation);
            }
            return entry == null ? null : entry.view.answer;
        }
    }

    private @Nullable Entry<A> covering(
            Bucket<A> bucket, Resource resource, Permission permission, Operation operation) {
        return bucket.hasWide()
                ? bucket.findCovering(
                        resource.name(), Question.code(resource.type(), permission, operation), cache.now())
                : null;
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
        cache.sweep();
        EntitlementDecision decision = cache.context().check(request);
        View<A> view = cache.view(decision);
        Resource resource = request.resource();
        int question = Question.code(resource.type(), request.permission(), request.operation());
        if (decision.validity().kind() == Validity.Kind.NOT_CACHED) {
            share.contradicted(this, resource.name(), question, decision);
        } else if (share.put(this, resource.name(), question, view, terms(request, decision))) {
            share.generation.weigh(member, share);
        }
        return view.answer;
    }

    /** Null for the usual ones: for this name, until the next reset. */
    private @Nullable Terms terms(EntitlementRequest request, EntitlementDecision decision) {
        Validity validity = decision.validity();
        Coverage coverage = coverage(request, validity);
        Duration duration = validity.duration();
        if (validity.kind() == Validity.Kind.DURATION && duration.compareTo(FOR_EVER) < 0) {
            long nanos = duration.toNanos();
            // Earlier than half way it would be asked for without end.
            long ahead = validity.refreshAhead().compareTo(duration.dividedBy(2)) < 0
                    ? validity.refreshAhead().toNanos()
                    : nanos / 2;
            return Terms.until(cache.now() + nanos, ahead, coverage);
        }
        return coverage.isWide() ? Terms.untilReset(coverage) : null;
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
