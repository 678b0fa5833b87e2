package dev.keyhole.benchmarks;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.casbin.jcasbin.main.CachedEnforcer;
import org.casbin.jcasbin.main.Enforcer;
import org.casbin.jcasbin.model.Model;
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

/** The same rules and questions as {@link DecisionBenchmark}, by jCasbin: a search each time, and its cache. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class CasbinBenchmark {

    private static final int NAMES = 64;
    private static final String MODEL = """
            [request_definition]
            r = sub, obj, act

            [policy_definition]
            p = sub, obj, act

            [policy_effect]
            e = some(where (p.eft == allow))

            [matchers]
            m = r.sub == p.sub && regexMatch(r.obj, p.obj) && r.act == p.act
            """;

    /** Rules of the user. */
    @Param({"10", "1000", "10000"})
    private int rules = 10;

    private Enforcer plain = new Enforcer();
    private Enforcer cached = new Enforcer();
    private String[] names = {};
    private String[] grantedNames = {};
    private int next;

    private static <E extends Enforcer> E filled(E enforcer, Rules rules) {
        enforcer.enableLog(false);
        for (String topic : rules.topics()) {
            enforcer.addPolicy("user", Rules.plainRegex(topic), "read");
        }
        return enforcer;
    }

    private static Model model() {
        Model model = new Model();
        model.loadModelFromText(MODEL);
        return model;
    }

    /** Adds the rules, and asks every question once. */
    @Setup
    public void prepare() {
        Rules list = new Rules(rules);
        plain = filled(new Enforcer(model()), list);
        CachedEnforcer caching = filled(new CachedEnforcer(model()), list);
        // For ever: else it looks at the clock each time.
        caching.setExpireTime(Duration.ofSeconds(-1));
        cached = caching;
        names = list.names(NAMES).toArray(new String[0]);
        grantedNames = Stream.of(names)
                .filter(name -> cached.enforce("user", name, "read"))
                .toArray(String[]::new);
    }

    private static String next(String[] some, int number) {
        return some[number % some.length];
    }

    /** A search. */
    @Benchmark
    public boolean casbinRegexMatch() {
        return plain.enforce("user", next(names, next++ & Integer.MAX_VALUE), "read");
    }

    /** Its cache, asked for what is granted: it searches anew for each denial. */
    @Benchmark
    public boolean casbinCached() {
        return cached.enforce("user", next(grantedNames, next++ & Integer.MAX_VALUE), "read");
    }
}
