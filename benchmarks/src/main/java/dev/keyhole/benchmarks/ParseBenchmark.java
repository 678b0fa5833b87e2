package dev.keyhole.benchmarks;

import dev.keyhole.permissions.BareCompilation;
import dev.keyhole.permissions.PermissionsDocument;
import java.util.ArrayList;
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
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/**
 * A document parsed and validated, beside Jackson's bare stream of its tokens; and documents of patterns that need an
 * engine, beside the same with names instead, and the bare compilation of these patterns: the difference of the first two
 * is what the patterns add.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(3)
public class ParseBenchmark {

    private static final JsonFactory FACTORY = JsonFactory.builder().build();

    /** Size of the document. */
    @Param({"2KB", "1MB"})
    private String size = "2KB";

    private byte[] plain = {};
    private byte[] withPatterns = {};
    private byte[] withNames = {};
    private List<String> patterns = List.of();

    /** Makes the documents. */
    @Setup
    public void prepare() {
        int bytes = size.equals("2KB") ? 2 << 10 : 1 << 20;
        int count = bytes / 62;
        plain = Rules.document(new Rules(count)
                .topics().stream()
                        // What is special anywhere but at the beginning would need an engine.
                        .map(topic -> topic.replaceAll("(?<!^)\\^|[^\\^/a-z0-9]", "x"))
                        .toList());
        List<String> engine = new ArrayList<>();
        List<String> names = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            engine.add(
                    switch (i % 3) {
                        case 0 -> "^/desk/[^/]+/fills/" + i + "/";
                        case 1 -> "/(fills|acks)/" + i + "/[0-9]+$";
                        default -> "^/desk/.*/book" + i + "/.*/eod$";
                    });
            names.add(engine.get(i).replaceAll("[^/a-z0-9]", "x"));
        }
        patterns = engine;
        withPatterns = Rules.document(engine);
        withNames = Rules.document(names);
    }

    /** Ours: names and simple patterns. */
    @Benchmark
    public PermissionsDocument keyhole() {
        return PermissionsDocument.parse(plain);
    }

    /** Jackson's tokens of the same, and nothing done with them. */
    @Benchmark
    public int jacksonTokens() {
        int count = 0;
        try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), plain)) {
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                count += token.id();
            }
        }
        return count;
    }

    /** Ours, each entry with a pattern that needs an engine. */
    @Benchmark
    public PermissionsDocument keyholeEnginePatterns() {
        return PermissionsDocument.parse(withPatterns);
    }

    /** Ours, the same document with names of the same length instead. */
    @Benchmark
    public PermissionsDocument keyholeNamesInstead() {
        return PermissionsDocument.parse(withNames);
    }

    /** The same patterns, compiled by our own engine and nothing else: read, and made into automata. */
    @Benchmark
    public long compileOurs() {
        return BareCompilation.compile(patterns);
    }

    /** The same patterns, compiled by RE2/J. */
    @Benchmark
    public int compileRe2() {
        int length = 0;
        for (String pattern : patterns) {
            length += com.google.re2j.Pattern.compile(pattern).pattern().length();
        }
        return length;
    }

    /** The same patterns, compiled by the JDK's engine. */
    @Benchmark
    public int compileJavaUtilRegex() {
        int length = 0;
        for (String pattern : patterns) {
            length += Pattern.compile(pattern).pattern().length();
        }
        return length;
    }
}
