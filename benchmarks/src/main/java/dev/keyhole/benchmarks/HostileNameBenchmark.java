package dev.keyhole.benchmarks;

import dev.keyhole.permissions.PermissionsDocument;
import dev.keyhole.spi.EntitlementDecision;
import dev.keyhole.spi.Permission;
import dev.keyhole.spi.Resource;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
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

/**
 * Names that were made to take long, each asked for the first time: no name comes twice, and the document is parsed anew
 * now and then, so that nothing is known of it.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class HostileNameBenchmark {

    private static final int NAMES = 4_096;

    /** The pattern of the document's last rule. */
    @Param({
        "(.*a){12}$",
        "(a+)+$",
        ".*/NYC/.*x",
        "(x+x+)+y",
        "^(([a-z])+.)+[A-Z]([a-z])+$",
        "(?:a?){160}a{160}b",
        "(?:a|b|ab){1,120}c$",
        "[ab]*a[ab]{300}c",
        "[ab]*a(?:aa|ab|ba|bb){70}c",
        "(?=a)(a+)+$",
        "(a*)*\\1b",
        "^(?=(a*)(a*)(a*)(a*)b)",
        "all"
    })
    private String pattern = "all";

    /** Characters of a name. */
    @Param({"256", "512", "1024"})
    private int length = 1_024;

    private static final List<String> ALL = List.of(
            "(.*a){12}$",
            "(a+)+$",
            ".*/NYC/.*x",
            "(x+x+)+y",
            "^(([a-z])+.)+[A-Z]([a-z])+$",
            "(?:a?){160}a{160}b",
            "(?:a|b|ab){1,120}c$",
            "[ab]*a[ab]{300}c",
            "[ab]*a(?:aa|ab|ba|bb){70}c",
            "(?=a)(a+)+$",
            "(a*)*\\1b",
            "^(?=(a*)(a*)(a*)(a*)b)");

    private final Resource[] names = new Resource[NAMES];
    private byte[] json = {};
    private PermissionsDocument document = PermissionsDocument.parse(Rules.document(List.of()));
    private int next;

    /** Makes names of a and b at random, ending in a character that nothing matches. */
    @Setup
    public void prepare() {
        Random random = new Random(3);
        for (int i = 0; i < NAMES; i++) {
            StringBuilder name = new StringBuilder();
            int oneIn = 2 + i % 64;
            while (name.length() < length - 1) {
                name.append(random.nextInt(oneIn) == 0 ? 'b' : 'a');
            }
            names[i] = Resource.topic(name.append('!').toString());
        }
        List<String> last = pattern.equals("all") ? ALL : List.of(pattern);
        json = Rules.document(Stream.concat(Stream.of("/one", "/two", "/three"), last.stream())
                .toList());
    }

    /** The document that is in use, or one that nobody has asked. */
    private PermissionsDocument document() {
        if (next % 64 == 0) {
            document = PermissionsDocument.parse(json);
        }
        return document;
    }

    /** Ours. */
    @Benchmark
    public EntitlementDecision keyhole() {
        EntitlementDecision decision = document().decide(Permission.READ, names[next & (NAMES - 1)]);
        next++;
        return decision;
    }
}
