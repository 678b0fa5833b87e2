package dev.keyhole.benchmarks.kafka;

import dev.keyhole.benchmarks.Rules;
import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.metrics.Metrics;
import org.apache.kafka.common.metrics.internals.PluginMetricsImpl;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.apache.kafka.common.security.auth.KafkaPrincipal;
import org.apache.kafka.common.security.auth.SecurityProtocol;
import org.apache.kafka.metadata.authorizer.StandardAcl;
import org.apache.kafka.metadata.authorizer.StandardAuthorizer;
import org.apache.kafka.server.authorizer.Action;
import org.apache.kafka.server.authorizer.AuthorizableRequestContext;
import org.apache.kafka.server.authorizer.AuthorizationResult;
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
 * The same rules and questions by Kafka's own authorizer, all rules of one user. It knows names and beginnings only: other
 * patterns are given as the beginning that they have.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(3)
public class KafkaBenchmark {

    private static final int NAMES = 1_024;

    /** Rules of the user. */
    @Param({"10", "1000", "10000"})
    private int rules = 10;

    private final StandardAuthorizer authorizer = new StandardAuthorizer();
    private final AuthorizableRequestContext context = new Context();
    private List<List<Action>> actions = List.of();
    private int next;

    /** What the broker knows of a request. */
    private static final class Context implements AuthorizableRequestContext {

        private final KafkaPrincipal principal = new KafkaPrincipal(KafkaPrincipal.USER_TYPE, "user");
        private final InetAddress address = InetAddress.getLoopbackAddress();

        @Override
        public String listenerName() {
            return "PLAIN";
        }

        @Override
        public SecurityProtocol securityProtocol() {
            return SecurityProtocol.PLAINTEXT;
        }

        @Override
        public KafkaPrincipal principal() {
            return principal;
        }

        @Override
        public InetAddress clientAddress() {
            return address;
        }

        @Override
        public int requestType() {
            return 0;
        }

        @Override
        public int requestVersion() {
            return 0;
        }

        @Override
        public String clientId() {
            return "client";
        }

        @Override
        public int correlationId() {
            return 0;
        }
    }

    /** Loads the rules. */
    @Setup
    public void prepare() {
        authorizer.configure(Map.of());
        authorizer.withPluginMetrics(new PluginMetricsImpl(new Metrics(), Map.of()));
        Rules list = new Rules(rules);
        // Patterns may come to the same beginning; it takes none twice.
        list.topics().stream()
                .map(KafkaBenchmark::acl)
                .distinct()
                .forEach(acl -> authorizer.addAcl(Uuid.randomUuid(), acl));
        authorizer.completeInitialLoad();
        actions = list.names(NAMES).stream()
                .map(name -> List.of(new Action(
                        AclOperation.READ,
                        new ResourcePattern(ResourceType.TOPIC, name, PatternType.LITERAL),
                        1,
                        false,
                        false)))
                .toList();
    }

    private static StandardAcl acl(String topic) {
        String plain = topic.replaceAll("[\\^$\\[\\](){}|\\\\*+.].*$", "");
        boolean isName = plain.equals(topic);
        String beginning = topic.startsWith("^") ? topic.substring(1).replaceAll("[\\[(\\\\.].*$", "") : plain;
        return new StandardAcl(
                ResourceType.TOPIC,
                isName || beginning.isEmpty()
                        ? topic
                        : beginning + (beginning.equals("/desk/") ? topic.hashCode() : ""),
                isName ? PatternType.LITERAL : PatternType.PREFIXED,
                "User:user",
                "*",
                AclOperation.READ,
                AclPermissionType.ALLOW);
    }

    /** A check of one action. */
    @Benchmark
    public List<AuthorizationResult> kafkaStandardAuthorizer() {
        return authorizer.authorize(context, actions.get(next++ & (NAMES - 1)));
    }
}
