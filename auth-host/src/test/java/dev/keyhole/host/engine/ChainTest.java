package dev.keyhole.host.engine;

import static dev.keyhole.host.engine.TestConfiguration.chain;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keyhole.host.Decision;
import dev.keyhole.host.DecisionReport;
import dev.keyhole.host.DecisionReport.Answer;
import dev.keyhole.host.Host;
import dev.keyhole.host.LogonOutcome;
import dev.keyhole.host.LogonRefusal;
import dev.keyhole.spi.AuthenticationResult;
import dev.keyhole.spi.EntitlementDecision;
import dev.keyhole.spi.Explanation;
import dev.keyhole.spi.ModuleUnavailableException;
import dev.keyhole.spi.RejectionReason;
import dev.keyhole.spi.ResourceType;
import dev.keyhole.spi.Validity;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What comes of a chain of three modules, for everything that each of them can say. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ChainTest {

    /** What a module says. */
    enum Says {
        GRANT(Answer.GRANTED),
        DENY(Answer.DENIED),
        ABSTAIN(Answer.ABSTAINED),
        FAULT(Answer.UNAVAILABLE);

        private final Answer answer;

        Says(Answer answer) {
            this.answer = answer;
        }

        private String why(int module) {
            return name().toLowerCase(Locale.ROOT) + " of " + (module + 1);
        }
    }

    private static final String[] NAMES = {"one", "two", "three"};

    private final List<ScriptedModule> modules =
            Stream.of("first", "second", "third").map(ScriptedModule::named).toList();
    private Host host;

    @BeforeAll
    void start() {
        host = Host.builder()
                .provider(modules.get(0))
                .provider(modules.get(1))
                .provider(modules.get(2))
                .configuration(new TestConfiguration()
                        .module("one", "first")
                        .module("two", "second")
                        .module("three", "third")
                        .transport("logons", chain(NAMES), chain("one"))
                        .transport("checks", chain("one"), chain(NAMES))
                        .build())
                .start();
    }

    @AfterAll
    void end() {
        host.close();
    }

    @BeforeEach
    void everybodyIsFine() {
        for (ScriptedModule module : modules) {
            module.logon = (connection, request) -> ScriptedModule.accept(request.userName());
            module.check = request -> EntitlementDecision.granted(Explanation.of("fine"));
        }
    }

    /** All 64, with who has the last word: the number of a module, or 3 for nobody. */
    static List<Arguments> rows() {
        List<Arguments> rows = new ArrayList<>();
        for (Says one : Says.values()) {
            for (Says two : Says.values()) {
                for (Says three : Says.values()) {
                    int decider = one != Says.ABSTAIN ? 0 : two != Says.ABSTAIN ? 1 : three != Says.ABSTAIN ? 2 : 3;
                    rows.add(Arguments.of(one, two, three, decider));
                }
            }
        }
        return rows;
    }

    private static List<DecisionReport.Vote> votes(List<Says> says, int decider) {
        List<DecisionReport.Vote> votes = new ArrayList<>();
        for (int i = 0; i <= Math.min(decider, 2); i++) {
            votes.add(new DecisionReport.Vote(
                    NAMES[i], says.get(i).answer, Explanation.of(says.get(i).why(i)), false));
        }
        return votes;
    }

    @ParameterizedTest
    @MethodSource("rows")
    void entitlement(Says one, Says two, Says three, int decider) {
        List<Says> says = List.of(one, two, three);
        try (Client client = Client.loggedOn(host, "checks", "falken")) {
            for (int i = 0; i < 3; i++) {
                script(i, says.get(i));
            }
            DecisionReport report = client.explain("desk");

            assertThat(report.votes()).isEqualTo(votes(says, decider));
            assertDecision(report.decision(), says, decider);
            for (int i = 0; i < 3; i++) {
                assertThat(topics(i)).as("questions to module %s", i + 1).isEqualTo(i <= decider ? 1 : 0);
            }
            // From the cache, as far as it holds anything, it is the same decision by the same module.
            assertDecision(client.read("desk"), says, decider);
            boolean kept = decider == 0 && one != Says.FAULT;
            assertThat(topics(0)).isEqualTo(kept ? 1 : 2);
        }
    }

    private void script(int module, Says says) {
        Explanation why = Explanation.of(says.why(module));
        modules.get(module).checks.clear();
        modules.get(module).check = request -> switch (says) {
            case GRANT -> EntitlementDecision.granted(why);
            case DENY -> EntitlementDecision.denied(why);
            case ABSTAIN -> EntitlementDecision.abstained(why);
            case FAULT -> throw new ModuleUnavailableException(says.why(module));
        };
    }

    private long topics(int module) {
        return modules.get(module).checks.stream()
                .filter(check -> check.resource().type() == ResourceType.TOPIC)
                .count();
    }

    private static void assertDecision(Decision decision, List<Says> says, int decider) {
        if (decider == 3) {
            assertThat(decision.outcome()).isEqualTo(Decision.Outcome.DENIED);
            assertThat(decision.module()).isEmpty();
            assertThat(decision.explanation().detail()).startsWith("every module abstained");
            return;
        }
        assertThat(decision.outcome())
                .isEqualTo(
                        switch (says.get(decider)) {
                            case GRANT -> Decision.Outcome.GRANTED;
                            case DENY -> Decision.Outcome.DENIED;
                            case FAULT -> Decision.Outcome.UNAVAILABLE;
                            case ABSTAIN -> throw new AssertionError("that decides nothing");
                        });
        assertThat(decision.module()).isEqualTo(NAMES[decider]);
        assertThat(decision.explanation().detail()).isEqualTo(says.get(decider).why(decider));
    }

    @ParameterizedTest
    @MethodSource("rows")
    void authentication(Says one, Says two, Says three, int decider) {
        List<Says> says = List.of(one, two, three);
        for (int i = 0; i < 3; i++) {
            scriptLogon(i, says.get(i));
        }
        try (Client client = Client.on(host, "logons");
                CapturedLog log = new CapturedLog("dev.keyhole.logon")) {
            LogonOutcome outcome = client.logon("falken");

            assertOutcome(outcome, says, decider);
            assertThat(client.connection.logonVotes())
                    .extracting(DecisionReport.Vote::module, DecisionReport.Vote::answer)
                    .isEqualTo(votes(says, decider).stream()
                            .map(vote -> org.assertj.core.groups.Tuple.tuple(vote.module(), vote.answer()))
                            .toList());
            for (int i = 0; i < 3; i++) {
                assertThat(modules.get(i).logons).hasSize(i <= decider ? 1 : 0);
            }
            String abstained = String.join(",", List.of(NAMES).subList(0, Math.min(decider, 3)));
            assertThat(log.lines()).singleElement().satisfies(line -> assertThat(line)
                    .contains(" module=" + (decider == 3 ? "-" : NAMES[decider]) + " ")
                    .contains(decider == 0 ? " outcome=" : " abstained=" + abstained + " "));
        }
    }

    private void scriptLogon(int module, Says says) {
        modules.get(module).logons.clear();
        modules.get(module).logon = (connection, request) -> switch (says) {
            case GRANT -> ScriptedModule.accept("user of " + (module + 1));
            case DENY -> new AuthenticationResult.Rejected(RejectionReason.BAD_CREDENTIALS, says.why(module));
            case ABSTAIN -> new AuthenticationResult.Abstained(says.why(module));
            case FAULT -> throw new ModuleUnavailableException(says.why(module));
        };
    }

    private static void assertOutcome(LogonOutcome outcome, List<Says> says, int decider) {
        if (decider == 3) {
            assertThat(outcome).isInstanceOfSatisfying(LogonOutcome.Refused.class, refused -> {
                assertThat(refused.reason()).isEqualTo(LogonRefusal.NOBODY_DECIDED);
                assertThat(refused.detail())
                        .isEqualTo(
                                "every module abstained: one (abstain of 1), two (abstain of 2), three (abstain of 3)");
            });
            return;
        }
        String why = says.get(decider).why(decider);
        switch (says.get(decider)) {
            case GRANT ->
                assertThat(outcome).isInstanceOfSatisfying(LogonOutcome.Accepted.class, accepted -> assertThat(
                                accepted.identity().userName())
                        .isEqualTo("user of " + (decider + 1)));
            case DENY -> assertThat(outcome).isEqualTo(new LogonOutcome.Refused(LogonRefusal.BAD_CREDENTIALS, why));
            case FAULT ->
                assertThat(outcome).isEqualTo(new LogonOutcome.Unavailable("module '" + NAMES[decider] + "': " + why));
            case ABSTAIN -> throw new AssertionError("that decides nothing");
        }
    }

    @Test
    void anAbstentionThatMayBeKeptIsStillNoDecision() {
        try (Client client = Client.loggedOn(host, "checks", "falken")) {
            script(0, Says.ABSTAIN);
            modules.get(0).check =
                    request -> new EntitlementDecision.Abstained(Validity.untilReset(), Explanation.of("not mine"));
            script(1, Says.GRANT);
            assertThat(client.read("desk").module()).isEqualTo("two");
            script(1, Says.DENY);
            host.entitlement();
            DecisionReport report = client.explain("desk");
            assertThat(report.votes())
                    .extracting(DecisionReport.Vote::answer, DecisionReport.Vote::cached)
                    .containsExactly(
                            org.assertj.core.groups.Tuple.tuple(Answer.ABSTAINED, true),
                            org.assertj.core.groups.Tuple.tuple(Answer.GRANTED, true));
            assertThat(topics(0)).isEqualTo(1);
        }
    }

    @Test
    void aModuleWhoseServiceIsDownKeepsTheOneBehindItOutOfReach() {
        // The one behind accepts and grants everybody.
        scriptLogon(0, Says.FAULT);
        scriptLogon(1, Says.GRANT);
        try (Client client = Client.on(host, "logons")) {
            assertThat(client.logon("falken")).isInstanceOf(LogonOutcome.Unavailable.class);
            assertThat(modules.get(1).logons).isEmpty();
            assertThat(client.read("desk").outcome()).isEqualTo(Decision.Outcome.DENIED);
        }
        everybodyIsFine();
        try (Client client = Client.loggedOn(host, "checks", "falken")) {
            script(0, Says.FAULT);
            script(1, Says.GRANT);
            for (int i = 0; i < 3; i++) {
                assertThat(client.read("desk").outcome()).isEqualTo(Decision.Outcome.UNAVAILABLE);
            }
            assertThat(topics(1)).isZero();
        }
    }
}
