package dev.keyhole.benchmarks;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.keyhole.permissions.PermissionsDocument;
import dev.keyhole.spi.EntitlementDecision;
import dev.keyhole.spi.Permission;
import dev.keyhole.spi.Resource;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;

/** A decision out of a user's rules that no cache knows, by ours and by linear searches. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(3)
public class DecisionBenchmark {

    private static final int NAMES = 1_024;

    /** Rules of the user. */
    @Param({"10", "1000", "10000"})
    private int rules = 10;

    private PermissionsDocument document = PermissionsDocument.parse(Rules.document(List.of()));
    private Pattern[] patterns = {};
    private com.google.re2j.Pattern[] re2 = {};
    private Resource[] resources = {};
    private final Cache<Key, Boolean> caffeine =
            Caffeine.newBuilder().maximumSize(1_000_000).build();
    private int next;

    private record Key(String userName, String topic, Permission permission) {}

    /** Compiles the rules. */
    @Setup
    public void prepare() {
        Rules list = new Rules(rules);
        document = PermissionsDocument.parse(list.document());
        patterns = list.topics().stream()
                .map(topic -> Pattern.compile(Rules.regex(topic)))
                .toArray(Pattern[]::new);
        re2 = list.topics().stream()
                .map(topic -> com.google.re2j.Pattern.compile(Rules.plainRegex(topic)))
                .toArray(com.google.re2j.Pattern[]::new);
        resources = list.names(NAMES).stream().map(Resource::topic).toArray(Resource[]::new);
        for (Resource resource : resources) {
            caffeine.put(new Key("user", new String(resource.name().toCharArray()), Permission.READ), true);
            if (document.decide(Permission.READ, resource).explanation().rule().isEmpty()
                    != (javaUtilRegex(resource) < 0)) {
                throw new IllegalStateException("the engines disagree on " + resource);
            }
        }
    }

    private Resource next() {
        return resources[next++ & (NAMES - 1)];
    }

    /** Ours. */
    @Benchmark
    public EntitlementDecision keyhole() {
        return document.decide(Permission.READ, next());
    }

    /** As a measure: a lookup of a known answer. */
    @Benchmark
    public void caffeineLookup(Blackhole hole) {
        hole.consume(caffeine.getIfPresent(new Key("user", next().name(), Permission.READ)));
    }

    /** One after the other, by the JDK's engine. */
    @Benchmark
    public int linearJavaUtilRegex() {
        return javaUtilRegex(next());
    }

    /** One after the other, by RE2/J. */
    @Benchmark
    public int linearRe2() {
        String name = next().name();
        for (int i = 0; i < re2.length; i++) {
            if (re2[i].matcher(name).find()) {
                return i;
            }
        }
        return -1;
    }

    private int javaUtilRegex(Resource resource) {
        for (int i = 0; i < patterns.length; i++) {
            if (patterns[i].matcher(resource.name()).find()) {
                return i;
            }
        }
        return -1;
    }
}
