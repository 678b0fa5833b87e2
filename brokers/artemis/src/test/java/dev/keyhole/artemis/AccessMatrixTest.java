package dev.keyhole.artemis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.keyhole.spi.EntitlementDecision;
import dev.keyhole.spi.EntitlementRequest;
import dev.keyhole.spi.Explanation;
import dev.keyhole.spi.ModuleUnavailableException;
import dev.keyhole.spi.Permission;
import dev.keyhole.spi.Validity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * The table of docs/artemis.md, row by row, in each protocol, with each right: what it says that a client may do is done,
 * and what it says that a client is told otherwise is what a real client is told.
 */
class AccessMatrixTest {

    private static final String HEADING = "## Who may do what";

    /** What a user may do with every topic, but for those that all may read. */
    private enum Right {
        NONE,
        READ,
        WRITE,
        READ_AND_WRITE,
        DENIED_BY_RULE,
        GRANTED_WITH_FILTER,
        MODULE_DOWN;

        String user() {
            return name().toLowerCase(Locale.ROOT);
        }

        EntitlementDecision judge(EntitlementRequest request) {
            boolean read = request.permission() == Permission.READ;
            String name = request.resource().name();
            if (read && name.startsWith("open/") && !name.endsWith("/guarded")) {
                return EntitlementDecision.granted(Explanation.of("open"));
            }
            return switch (this) {
                case NONE -> EntitlementDecision.denied(Explanation.of("no rule"));
                case READ -> answer(read);
                case WRITE -> answer(request.permission() == Permission.WRITE);
                case READ_AND_WRITE -> answer(true);
                case DENIED_BY_RULE ->
                    EntitlementDecision.denied(new Explanation("/topic/0", "^cell", "denied by a rule"));
                case GRANTED_WITH_FILTER ->
                    new EntitlementDecision.Granted(
                            "/price < 5", "", Validity.untilReset(), Explanation.of("some of it"));
                case MODULE_DOWN -> throw new ModuleUnavailableException("down for the test");
            };
        }

        private static EntitlementDecision answer(boolean granted) {
            return granted
                    ? EntitlementDecision.granted(Explanation.of("granted"))
                    : EntitlementDecision.denied(Explanation.of("another right"));
        }
    }

    /** The second column of the table: who may do it. */
    private static Set<Right> whoMay(String needs) {
        return switch (needs) {
            case "`read`" -> EnumSet.of(Right.READ, Right.READ_AND_WRITE);
            case "`write`" -> EnumSet.of(Right.WRITE, Right.READ_AND_WRITE);
            case "`read` or `write`" -> EnumSet.of(Right.READ, Right.WRITE, Right.READ_AND_WRITE);
            case "`read`, be it with a filter" ->
                EnumSet.of(Right.READ, Right.READ_AND_WRITE, Right.GRANTED_WITH_FILTER);
            case "nothing" -> EnumSet.allOf(Right.class);
            case "(nobody may)" -> EnumSet.noneOf(Right.class);
            default -> throw new IllegalArgumentException("the documentation says of the needs: " + needs);
        };
    }

    private record Row(Attempt attempt, String needs, List<String> refusals) {

        static Row of(String line) {
            List<String> columns =
                    Arrays.stream(line.split("\\|")).skip(1).map(String::strip).toList();
            return new Row(Attempt.labelled(columns.get(0)), columns.get(1), columns.subList(2, columns.size()));
        }
    }

    private static final Map<String, Trial> PROTOCOLS = new LinkedHashMap<>();

    static {
        PROTOCOLS.put("MQTT 5", new MqttTrial());
        PROTOCOLS.put("MQTT 3.1.1", new Mqtt3Trial());
        PROTOCOLS.put("AMQP", new AmqpTrial());
        PROTOCOLS.put("CORE", new CoreTrial());
        PROTOCOLS.put("STOMP", new StompTrial());
    }

    private static final TestRules RULES =
            new TestRules().user(Trial.Cell.OWNER, Trial.Cell.PASSWORD).everything();
    private static final AtomicInteger CELLS = new AtomicInteger();

    private static TestBroker broker;

    @BeforeAll
    static void start() {
        for (Right right : Right.values()) {
            RULES.user(right.user(), Trial.Cell.PASSWORD).rights(right.user(), right::judge);
        }
        broker = TestBroker.builder()
                .transport("mqtt", "mqtt", RULES)
                .transport("amqp", "amqp", RULES)
                .transport("core", "core", RULES)
                .transport("stomp", "stomp", RULES)
                .start();
    }

    @AfterAll
    static void stop() {
        broker.close();
    }

    /** The lines of the table: its head, and its rows. */
    private static List<String> table() throws IOException {
        return Files.readAllLines(Path.of("../../docs/artemis.md")).stream()
                .dropWhile(line -> !line.equals(HEADING))
                .skip(1)
                .takeWhile(line -> !line.startsWith("## "))
                .filter(line -> line.startsWith("|") && !line.startsWith("| ---"))
                .toList();
    }

    @Test
    void theTableNamesEveryAttemptAndProtocol() throws IOException {
        List<String> lines = table();
        assertThat(lines.get(0))
                .isEqualTo("| a client wants to | it needs | " + String.join(" | ", PROTOCOLS.keySet()) + " |");
        assertThat(lines.stream().skip(1).map(line -> Row.of(line).attempt())).containsExactly(Attempt.values());
    }

    @TestFactory
    Stream<DynamicContainer> everyCellIsAsTheDocumentSays() throws IOException {
        return table().stream().skip(1).map(Row::of).map(AccessMatrixTest::container);
    }

    private static DynamicContainer container(Row row) {
        List<DynamicNode> protocols = new ArrayList<>();
        int column = 0;
        for (Map.Entry<String, Trial> protocol : PROTOCOLS.entrySet()) {
            String refusal = row.refusals().get(column++);
            if (!refusal.isEmpty()) {
                protocols.add(dynamicContainer(
                        protocol.getKey(),
                        Arrays.stream(Right.values()).map(right -> cell(row, protocol.getValue(), right, refusal))));
            }
        }
        return dynamicContainer(row.attempt().toString(), protocols);
    }

    private static DynamicTest cell(Row row, Trial trial, Right right, String refusal) {
        boolean may = whoMay(row.needs()).contains(right);
        return dynamicTest(right.user() + (may ? ": " + Trial.ACCEPTED : ": refused"), () -> {
            String topic = "cell" + CELLS.incrementAndGet() + "/fx";
            assertThat(trial.attempt(row.attempt(), new Trial.Cell(broker, RULES, right.user(), topic, may)))
                    .isEqualTo(may ? Trial.ACCEPTED : refusal);
        });
    }
}
