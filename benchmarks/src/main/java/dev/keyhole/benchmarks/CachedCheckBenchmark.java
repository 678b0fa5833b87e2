package dev.keyhole.benchmarks;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.keyhole.benchmarks.Questions.Question;
import dev.keyhole.host.Connection;
import dev.keyhole.host.Decision;
import dev.keyhole.host.Host;
import dev.keyhole.host.Transport;
import dev.keyhole.host.config.Configuration;
import dev.keyhole.spi.ConnectionInfo;
import dev.keyhole.spi.LogonRequest;
import dev.keyhole.spi.Operation;
import dev.keyhole.spi.Permission;
import dev.keyhole.spi.Resource;
import dev.keyhole.spi.Secret;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
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
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;

/**
 * A check whose answer is known, over and over: through a host's {@link Connection#check} with its log and metrics on, and
 * by looking up what somebody might have written instead.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(5)
public class CachedCheckBenchmark {

    private static final String CONFIGURATION = """
            <AMPSConfig>
              <Modules>
                <Module>
                  <Name>named</Name>
                  <Library>amps-default-authentication-module</Library>
                  <Options><AllowSpoofing>true</AllowSpoofing></Options>
                </Module>
                <Module>
                  <Name>access</Name>
                  <Library>libamps_simple_access_entitlement.so</Library>
                  <Options><AllowedTopics>^/</AllowedTopics></Options>
                </Module>
              </Modules>
              <Authentication><Module>named</Module></Authentication>
              <Entitlement><Module>access</Module></Entitlement>
              <Transports><Transport><Name>measured</Name></Transport></Transports>
            </AMPSConfig>
            """;

    private static final int MASK = Questions.COUNT - 1;

    private final Question[] questions = new Questions().all().toArray(new Question[0]);
    private final byte[][] bytes = Arrays.stream(questions)
            .map(question -> question.topic().getBytes(StandardCharsets.UTF_8))
            .toArray(byte[][]::new);
    private final Connection[] connections = new Connection[Questions.USERS];
    private final Cache<Key, Decision> caffeine =
            Caffeine.newBuilder().maximumSize(1_000_000).build();
    private final ConcurrentHashMap<String, ConcurrentHashMap<String, Decision>> nested = new ConcurrentHashMap<>();
    private final List<ConcurrentHashMap<String, Decision>> held = new ArrayList<>();
    private final Host host;

    /** The key of the usual solution: all that an answer depends on. */
    record Key(String userName, String topic, Permission permission, Operation operation) {}

    /** Where a thread is among the questions; each begins at another one. */
    @State(Scope.Thread)
    public static class Place {
        private int next = (int) (Thread.currentThread().getId() * 389);

        int next() {
            return next++ & MASK;
        }
    }

    /** Starts a host. */
    public CachedCheckBenchmark() {
        host = start();
    }

    static Host start() {
        try {
            Path file = Files.createTempFile("benchmark", ".xml");
            try {
                Files.writeString(file, CONFIGURATION);
                return Host.builder()
                        .configuration(Configuration.read(file, Map.of()))
                        .start();
            } finally {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new IllegalStateException("the configuration can't be written", e);
        }
    }

    /** Logs the users on, asks every question once, and lets things settle. */
    @Setup
    public void prepare() {
        Transport transport = host.transport("measured");
        for (int user = 0; user < Questions.USERS; user++) {
            connections[user] = transport.connect(
                    ConnectionInfo.builder("c" + user, "measured").build(), reason -> {});
            connections[user]
                    .logon(LogonRequest.explicit(Questions.userName(user), Secret.of("secret")))
                    .toCompletableFuture()
                    .join();
            held.add(new ConcurrentHashMap<>());
        }
        for (Question question : questions) {
            // What is put in isn't what is looked for, neither with us nor with others: a broker's strings are new each
            // time.
            String topic = new String(question.topic().toCharArray());
            Decision decision = connections[question.user()].check(
                    Permission.READ, Resource.topic(new String(topic.toCharArray())), Operation.SUBSCRIBE);
            if (!decision.isGrantedInFull()) {
                throw new IllegalStateException(decision.toString());
            }
            String user = Questions.userName(question.user());
            caffeine.put(new Key(user, topic, Permission.READ, Operation.SUBSCRIBE), decision);
            nested.computeIfAbsent(user, name -> new ConcurrentHashMap<>()).put(topic, decision);
            held.get(question.user()).put(topic, decision);
        }
        // What a broker has cached has been there for long: it lies where a collection puts it, theirs as well as ours.
        System.gc();
    }

    /** Ends the host. */
    @TearDown
    public void close() {
        host.close();
    }

    /** Ours. */
    @Benchmark
    public Decision keyhole(Place place) {
        Question question = questions[place.next()];
        return connections[question.user()].check(Permission.READ, question.resource(), Operation.SUBSCRIBE);
    }

    /** Ours, with a string made for the question, whose hash nobody knows yet. */
    @Benchmark
    public Decision keyholeFreshString(Place place) {
        int number = place.next();
        return connections[questions[number].user()].check(
                Permission.READ, Resource.topic(fresh(number)), Operation.SUBSCRIBE);
    }

    /** Caffeine, with a record for key. */
    @Benchmark
    public void caffeineRecordKey(Place place, Blackhole hole) {
        Question question = questions[place.next()];
        hole.consume(caffeine.getIfPresent(
                new Key(question.userName(), question.topic(), Permission.READ, Operation.SUBSCRIBE)));
    }

    /** Caffeine, with a string made for the question. */
    @Benchmark
    public void caffeineRecordKeyFreshString(Place place, Blackhole hole) {
        int number = place.next();
        hole.consume(caffeine.getIfPresent(
                new Key(questions[number].userName(), fresh(number), Permission.READ, Operation.SUBSCRIBE)));
    }

    /** A map of users with maps of topics: nothing is bounded, nothing can be forgotten in order. */
    @Benchmark
    public void nestedMap(Place place, Blackhole hole) {
        Question question = questions[place.next()];
        ConcurrentHashMap<String, Decision> topics = nested.get(question.userName());
        hole.consume(topics == null ? null : topics.get(question.topic()));
    }

    /** A map of topics in the connection. */
    @Benchmark
    public void connectionMap(Place place, Blackhole hole) {
        Question question = questions[place.next()];
        hole.consume(held.get(question.user()).get(question.topic()));
    }

    /** The name as it comes out of a frame. */
    private String fresh(int number) {
        return new String(bytes[number], StandardCharsets.UTF_8);
    }
}
