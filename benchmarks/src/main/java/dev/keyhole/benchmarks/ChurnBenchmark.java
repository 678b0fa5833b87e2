package dev.keyhole.benchmarks;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.keyhole.benchmarks.Questions.Question;
import dev.keyhole.cache.CacheLimits;
import dev.keyhole.cache.CachedEntitlement;
import dev.keyhole.cache.Seat;
import dev.keyhole.spi.ConnectionInfo;
import dev.keyhole.spi.EntitlementContext;
import dev.keyhole.spi.EntitlementDecision;
import dev.keyhole.spi.EntitlementRequest;
import dev.keyhole.spi.Explanation;
import dev.keyhole.spi.Identity;
import dev.keyhole.spi.KeyScope;
import dev.keyhole.spi.Operation;
import dev.keyhole.spi.Permission;
import dev.keyhole.spi.Resource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The cache by itself where it isn't only read: names that were never asked before, and users who are reset again and again. The
 * module answers at once, so what is measured is what the cache adds.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class ChurnBenchmark {

    /** A user is reset each time that many questions were asked. */
    private static final int QUESTIONS_A_RESET = 256;

    private static final int MASK = Questions.COUNT - 1;
    private static final EntitlementDecision YES = EntitlementDecision.granted(Explanation.of("yes"));

    private final Question[] questions = new Questions().all().toArray(new Question[0]);
    private final List<ConnectionInfo> connections = new ArrayList<>();
    private final List<Identity> identities = new ArrayList<>();
    private final List<Seat<EntitlementDecision>> seats = new ArrayList<>();
    private final CachedEntitlement<EntitlementDecision> keyhole = new CachedEntitlement<>(
            new Yes(), decision -> decision, new CacheLimits(1_000_000, 10_000, 1L << 28, 1L << 22), System::nanoTime);
    private final Cache<Key, EntitlementDecision> caffeine =
            Caffeine.newBuilder().maximumSize(640_000).build();

    /** The key of the usual solution. */
    private record Key(String userName, String topic, Permission permission, Operation operation) {}

    /** Grants everything. */
    private static final class Yes implements EntitlementContext {
        @Override
        public KeyScope keyScope() {
            return KeyScope.USER;
        }

        @Override
        public EntitlementDecision check(EntitlementRequest request) {
            return YES;
        }

        @Override
        public void close() {}
    }

    /** Where a thread is among the questions. */
    @State(Scope.Thread)
    public static class Place {
        private final long thread = Thread.currentThread().getId();
        private int next = (int) (thread * 389);

        int next() {
            return next++;
        }
    }

    /** Takes the users' places, and asks every question once. */
    @Setup
    public void prepare() throws InterruptedException {
        for (int user = 0; user < Questions.USERS; user++) {
            connections.add(ConnectionInfo.builder("c" + user, "measured").build());
            identities.add(Identity.of(Questions.userName(user)));
            seats.add(keyhole.open(connections.get(user), identities.get(user)));
        }
        for (Question question : questions) {
            EntitlementDecision unused = ask(question.user(), question.resource());
            caffeine.put(key(question), YES);
        }
    }

    private static Key key(Question question) {
        return new Key(question.userName(), question.topic(), Permission.READ, Operation.SUBSCRIBE);
    }

    private EntitlementDecision ask(int user, Resource resource) throws InterruptedException {
        EntitlementDecision known = seats.get(user).find(resource, Permission.READ, Operation.SUBSCRIBE);
        return known != null
                ? known
                : seats.get(user)
                        .check(new EntitlementRequest(
                                connections.get(user),
                                identities.get(user),
                                resource,
                                Permission.READ,
                                Operation.SUBSCRIBE));
    }

    private EntitlementDecision askCaffeine(Key key) {
        EntitlementDecision known = caffeine.getIfPresent(key);
        if (known == null) {
            caffeine.put(key, YES);
            return YES;
        }
        return known;
    }

    /** Ours, each name for the first time: users are at their limits. */
    @Benchmark
    public EntitlementDecision keyholeMiss(Place place) throws InterruptedException {
        int number = place.next();
        return ask(number & (Questions.USERS - 1), Resource.topic("random/" + place.thread + '/' + number));
    }

    /** Caffeine, each name for the first time: the cache is full. */
    @Benchmark
    public EntitlementDecision caffeineMiss(Place place) {
        int number = place.next();
        String user = questions[number & MASK].userName();
        String topic = "random/" + place.thread + '/' + number;
        return askCaffeine(new Key(user, topic, Permission.READ, Operation.SUBSCRIBE));
    }

    /** Ours, while users are reset. */
    @Benchmark
    public EntitlementDecision keyholeResets(Place place) throws InterruptedException {
        int number = place.next();
        Question question = questions[number & MASK];
        if (number % QUESTIONS_A_RESET == 0) {
            keyhole.resetUser(question.userName());
        }
        return ask(question.user(), question.resource());
    }

    /** Caffeine, while users are reset: it has to look at all keys for those of a user. */
    @Benchmark
    public EntitlementDecision caffeineResets(Place place) {
        int number = place.next();
        Question question = questions[number & MASK];
        if (number % QUESTIONS_A_RESET == 0) {
            caffeine.asMap().keySet().removeIf(key -> key.userName().equals(question.userName()));
        }
        return askCaffeine(key(question));
    }
}
