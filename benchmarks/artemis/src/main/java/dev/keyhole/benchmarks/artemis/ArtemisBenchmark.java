package dev.keyhole.benchmarks.artemis;

import dev.keyhole.benchmarks.Questions;
import dev.keyhole.benchmarks.Questions.Question;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import javax.security.auth.Subject;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.core.security.CheckType;
import org.apache.activemq.artemis.core.security.Role;
import org.apache.activemq.artemis.core.security.SecurityAuth;
import org.apache.activemq.artemis.core.security.impl.SecurityStoreImpl;
import org.apache.activemq.artemis.core.settings.HierarchicalRepository;
import org.apache.activemq.artemis.core.settings.impl.HierarchicalObjectRepository;
import org.apache.activemq.artemis.spi.core.protocol.RemotingConnection;
import org.apache.activemq.artemis.spi.core.security.ActiveMQSecurityManager5;
import org.jspecify.annotations.Nullable;
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

/** The same questions to Artemis's own store of security decisions, with its caches on and off. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(3)
public class ArtemisBenchmark {

    private static final int MASK = Questions.COUNT - 1;

    private final SecurityStoreImpl cached = store(10_000);
    private final SecurityStoreImpl uncached = store(0);
    private final SimpleString[] addresses;
    private final SecurityAuth[] users;

    /** Where a thread is among the questions. */
    @State(Scope.Thread)
    public static class Place {
        private int next = (int) (Thread.currentThread().getId() * 389);

        int next() {
            return next++ & MASK;
        }
    }

    /** A session, as the store sees it. */
    private record Session(String name) implements SecurityAuth {
        @Override
        public String getUsername() {
            return name;
        }

        @Override
        public String getPassword() {
            return "secret";
        }

        @Override
        public @Nullable RemotingConnection getRemotingConnection() {
            return null;
        }

        @Override
        public @Nullable String getSecurityDomain() {
            return null;
        }
    }

    /**
     * Knows everybody, and says yes. It is of the kind that a broker has unless its configuration says otherwise, so that the
     * store goes the way it goes in a broker: what it remembers of the authentication first, then of the authorization.
     * Without caches it costs a broker a login of JAAS as well, which is left out here.
     */
    private static final class Everybody implements ActiveMQSecurityManager5 {

        private final Subject subject = new Subject();

        @Override
        public boolean validateUser(String user, String password) {
            return true;
        }

        @Override
        public boolean validateUserAndRole(String user, String password, Set<Role> roles, CheckType checkType) {
            return true;
        }

        @Override
        public Subject authenticate(
                String user,
                String password,
                @Nullable RemotingConnection connection,
                @Nullable String securityDomain) {
            return subject;
        }

        @Override
        public boolean authorize(Subject who, Set<Role> roles, CheckType checkType, String address) {
            return subject.equals(who);
        }
    }

    private static SecurityStoreImpl store(long cacheSize) {
        HierarchicalRepository<Set<Role>> roles = new HierarchicalObjectRepository<>();
        roles.setDefault(
                Set.of(new Role("all", true, true, true, true, true, true, true, true, true, true, true, true)));
        return new SecurityStoreImpl(
                roles, new Everybody(), 3_600_000, true, "cluster", "cluster", null, cacheSize, cacheSize);
    }

    /** Takes the questions over. */
    public ArtemisBenchmark() {
        List<Question> questions = new Questions().all();
        addresses = questions.stream()
                .map(question -> SimpleString.of(question.topic().substring(1).replace('/', '.')))
                .toArray(SimpleString[]::new);
        users = questions.stream()
                .map(question -> new Session(question.userName()))
                .toArray(SecurityAuth[]::new);
    }

    /** Asks every question once. */
    @Setup
    public void prepare() throws Exception {
        for (int i = 0; i < addresses.length; i++) {
            cached.check(addresses[i], CheckType.CONSUME, users[i]);
            uncached.check(addresses[i], CheckType.CONSUME, users[i]);
        }
    }

    /** With both caches. */
    @Benchmark
    public void artemisCached(Place place) throws Exception {
        int i = place.next();
        cached.check(addresses[i], CheckType.CONSUME, users[i]);
    }

    /** Without caches; its security manager says yes to everybody at once. */
    @Benchmark
    public void artemisUncached(Place place) throws Exception {
        int i = place.next();
        uncached.check(addresses[i], CheckType.CONSUME, users[i]);
    }
}
