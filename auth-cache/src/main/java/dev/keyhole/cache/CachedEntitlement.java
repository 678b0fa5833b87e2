package dev.keyhole.cache;

import static java.util.Objects.requireNonNull;

import dev.keyhole.spi.ConnectionInfo;
import dev.keyhole.spi.EntitlementContext;
import dev.keyhole.spi.EntitlementDecision;
import dev.keyhole.spi.Identity;
import dev.keyhole.spi.KeyScope;
import dev.keyhole.spi.Operation;
import dev.keyhole.spi.Permission;
import dev.keyhole.spi.Resource;
import java.util.Collections;
import java.util.Iterator;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * An entitlement context with a cache of its answers. Thread-safe.
 *
 * <p>An answer is found again by whoever has the same key ({@link KeyScope}) and asks the same: type and name of the
 * resource, permission and operation; or asks about another name that the answer covers
 * ({@link dev.keyhole.spi.Coverage}). Faults are never kept. A check that began before a reset answers its caller and keeps
 * nothing.
 *
 * <p>The cache is bounded in answers and in bytes, of one user and of all together. A user past the limit loses answers of its
 * own, those first that weren't used lately. If all together are too many, all answers of one user go, chosen by how often
 * and how lately users ask.
 *
 * @param <A> what an answer is made into before it is kept, so that finding it needs no further object
 */
public final class CachedEntitlement<A> implements AutoCloseable {

    /** Kind of {@link #hits()}: a module granted it. */
    public static final int GRANTED = 0;

    /** Kind of {@link #hits()}: a module denied it. */
    public static final int DENIED = 1;

    /** Kind of {@link #hits()}: a module abstained. */
    public static final int ABSTAINED = 2;

    /** Every so many finds of a thread the cache hears that a user is still there, whosever turn it happens to be. */
    private static final int FINDS_A_TOUCH = 64;

    private static final int TOUCH_SHIFT = Integer.SIZE - Integer.numberOfTrailingZeros(FINDS_A_TOUCH);
    private static final int SPREAD = 0x9E37_79B9;

    /** How many users are looked after each time the module is asked, after a reset of everything. */
    private static final int MEMBERS_A_SWEEP = 8;

    /** Different answers that are remembered in the form that is kept. */
    private static final int MAX_VIEWS = 1_000;

    private final EntitlementContext context;
    private final KeyScope scope;
    private final Function<EntitlementDecision, A> view;
    private final CacheLimits limits;
    private final LongSupplier nanoTime;
    private final Refresher<A> refresher;
    private final ConcurrentHashMap<String, Member<A>> members = new ConcurrentHashMap<>();
    private final Tally hits = new Tally(ABSTAINED + 1);
    private final LongAdder misses = new LongAdder();

    /** What equal answers were made into: most are given again and again, by the same rule. */
    private final ConcurrentHashMap<EntitlementDecision, View<A>> views = new ConcurrentHashMap<>();

    private volatile Generation<A> generation;

    private final Object sweeping = new Object();
    private volatile boolean isSwept = true;

    /** Users who may hold something of an older generation. Guarded by {@link #sweeping}. */
    private Iterator<Member<A>> unswept = Collections.emptyIterator();

    /**
     * A cache in which every answer comes to its end.
     *
     * @param view makes of an answer what is kept; equal answers may become one object
     * @param nanoTime a monotonic clock
     */
    public CachedEntitlement(
            EntitlementContext context,
            Function<EntitlementDecision, A> view,
            CacheLimits limits,
            LongSupplier nanoTime) {
        this(context, view, limits, nanoTime, Refresher.never());
    }

    /**
     * @param view makes of an answer what is kept
     * @param nanoTime a monotonic clock
     * @param refresher asks for answers again that are in use and end soon
     */
    public CachedEntitlement(
            EntitlementContext context,
            Function<EntitlementDecision, A> view,
            CacheLimits limits,
            LongSupplier nanoTime,
            Refresher<A> refresher) {
        this.context = requireNonNull(context);
        this.scope = context.keyScope();
        this.view = requireNonNull(view);
        this.limits = requireNonNull(limits);
        this.nanoTime = requireNonNull(nanoTime);
        this.refresher = requireNonNull(refresher);
        this.generation = new Generation<>(limits);
    }

    /** Takes a seat for a connection. Whoever takes it closes it. */
    public Seat<A> open(ConnectionInfo connection, Identity identity) {
        String userName = identity.userName();
        Object key =
                switch (scope) {
                    case USER -> KeyScope.USER;
                    case USER_AND_CLIENT -> connection.clientName();
                    case CONNECTION -> new Object();
                };
        Member<A> member = requireNonNull(members.compute(userName, (name, known) -> {
            Member<A> user = known == null ? new Member<>(generation, limits) : known;
            user.enter(key);
            return user;
        }));
        return new Seat<>(this, member, connection, identity, key);
    }

    /**
     * The answer if it stands on this shelf, grants everything, and holds until the next reset. This is the shortest way to
     * nearly all answers that are known; null says nothing, and then {@link Seat#find} knows. Never blocks, makes no object.
     *
     * @param shelf what {@link Seat#shelf()} gave at any time; whether the seat is still open is for the caller to know
     */
    public @Nullable A glance(@Nullable Object[] shelf, Resource resource, Permission permission, Operation operation) {
        Generation<A> current = generation;
        if (!Table.isOf(shelf, current)) {
            return null;
        }
        Entry<A> entry = Table.find(shelf, resource.name(), Question.code(resource.type(), permission, operation));
        if (entry == null || entry.terms != null || !entry.view.isFullGrant) {
            return null;
        }
        if (found(entry, GRANTED)) {
            current.touch(Table.owner(shelf));
        }
        return entry.view.answer;
    }

    /**
     * Keeps in mind that somebody found it.
     *
     * @param kind of {@link #hits()}
     * @return whether the generation is to hear that the user is still there
     */
    boolean found(Entry<A> entry, int kind) {
        if (!entry.used) {
            entry.used = true;
        }
        // Spread as by chance: of users who come in turn it must not be always the same whose turn it is.
        int count = (int) hits.add(kind) * SPREAD;
        return count >>> TOUCH_SHIFT == 0;
    }

    /** Has the module forget all users, then forgets every answer, in a time that doesn't depend on their number. */
    public void reset() {
        // The module first: else an answer out of its old memory could come into the new cache.
        context.reset();
        forgetAll();
    }

    /** Has the module forget a user, then forgets every answer about it, in a time that doesn't depend on their number. */
    public void resetUser(String userName) {
        context.resetUser(userName);
        forgetUser(userName);
    }

    /** Forgets every answer, without a word to the module. */
    public void forgetAll() {
        generation = new Generation<>(limits);
        views.clear();
        synchronized (sweeping) {
            unswept = members.values().iterator();
        }
        isSwept = false;
    }

    /**
     * Lets go of what some users were told before the last reset of everything, who may ask nothing for a long time. It is
     * done bit by bit whenever the module is asked, so that no more comes in than goes out.
     */
    void sweep() {
        if (isSwept) {
            return;
        }
        synchronized (sweeping) {
            for (int i = 0; i < MEMBERS_A_SWEEP; i++) {
                if (!unswept.hasNext()) {
                    isSwept = true;
                    return;
                }
                var unused = unswept.next().share(generation);
            }
        }
    }

    /** Forgets every answer about a user, without a word to the module. */
    public void forgetUser(String userName) {
        Member<A> member = members.get(userName);
        if (member != null) {
            member.reset(generation);
        }
    }

    /** How many answers are kept. Takes as long as there are users. */
    public long size() {
        return generation.size();
    }

    /** How much memory the answers take, about. Takes as long as there are users. */
    public long bytes() {
        return generation.bytes();
    }

    /** How many checks found their answer, by what it was; only to be read. */
    public Tally hits() {
        return hits;
    }

    /** How many checks the module was asked; only to be read. */
    public LongAdder misses() {
        return misses;
    }

    /** Closes the context. */
    @Override
    public void close() {
        context.close();
        forgetAll();
    }

    Generation<A> generation() {
        return generation;
    }

    EntitlementContext context() {
        return context;
    }

    Refresher<A> refresher() {
        return refresher;
    }

    View<A> view(EntitlementDecision decision) {
        View<A> known = views.get(decision);
        if (known != null) {
            return known;
        }
        if (views.size() >= MAX_VIEWS) {
            views.clear();
        }
        View<A> made = new View<>(decision, view.apply(decision));
        View<A> other = views.putIfAbsent(decision, made);
        return other == null ? made : other;
    }

    long now() {
        return nanoTime.getAsLong();
    }

    void leave(String userName, Object key) {
        members.computeIfPresent(userName, (name, member) -> member.leave(key, generation) ? null : member);
    }
}
