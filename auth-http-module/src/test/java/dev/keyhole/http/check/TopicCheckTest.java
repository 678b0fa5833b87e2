package dev.keyhole.http.check;

import static dev.keyhole.http.check.CheckFixture.at;
import static dev.keyhole.http.check.CheckFixture.check;
import static dev.keyhole.http.check.CheckFixture.grants;
import static dev.keyhole.http.check.CheckFixture.question;
import static dev.keyhole.http.check.CheckFixture.read;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.keyhole.http.check.CheckServer.Reply;
import dev.keyhole.spi.Coverage;
import dev.keyhole.spi.EntitlementContext;
import dev.keyhole.spi.EntitlementDecision;
import dev.keyhole.spi.EntitlementDecision.Abstained;
import dev.keyhole.spi.EntitlementDecision.Denied;
import dev.keyhole.spi.EntitlementDecision.Granted;
import dev.keyhole.spi.EntitlementRequest;
import dev.keyhole.spi.KeyScope;
import dev.keyhole.spi.ModuleUnavailableException;
import dev.keyhole.spi.Operation;
import dev.keyhole.spi.Permission;
import dev.keyhole.spi.Resource;
import dev.keyhole.spi.Validity;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TopicCheckTest {

    private final CheckFixture fixture = new CheckFixture();
    private final CheckServer server;

    TopicCheckTest() throws IOException {
        server = new CheckServer(request -> Reply.json("{\"ok\":true}"));
    }

    @AfterEach
    void stop() throws IOException {
        fixture.close();
        server.close();
    }

    @ParameterizedTest
    @CsvSource({
        "READ,SUBSCRIBE,4",
        "READ,SUBSCRIBE_PATTERN,4",
        "READ,RECEIVE,1",
        "WRITE,PUBLISH,2",
        "REPLICATE,REPLICATE,2",
    })
    void theOperationIsAnAcc(Permission permission, Operation operation, int acc) {
        EntitlementContext topics = fixture.topics(at(server));
        check(topics, question("falken", Resource.topic("desk/#"), permission, operation));
        assertThat(server.requests().get(0).body())
                .isEqualTo(
                        "{\"username\":\"falken\",\"client_id\":\"laptop\",\"topic\":\"desk/#\",\"acc\":" + acc + "}");
    }

    @Test
    void whatIsNoTopicIsAnsweredWithoutARequest() {
        EntitlementContext topics = fixture.topics(at(server, "superuser_uri", "/su"));
        assertThat(check(topics, question("falken", Resource.logon(), Permission.LOGON, Operation.LOGON)))
                .isInstanceOf(Granted.class);
        assertThat(check(topics, question("falken", Resource.replicationLogon(), Permission.LOGON, Operation.LOGON)))
                .isInstanceOf(Denied.class);
        for (Permission permission : new Permission[] {Permission.READ, Permission.WRITE}) {
            assertThat(check(topics, question("falken", Resource.admin("/amps"), permission, Operation.ADMIN)))
                    .isInstanceOf(Denied.class);
        }
        assertThat(server.requests()).isEmpty();
        assertThat(topics.keyScope()).isEqualTo(KeyScope.USER_AND_CLIENT);
    }

    @ParameterizedTest
    @ValueSource(strings = {"user", "topic"})
    void halfACharacterIsDeniedWithoutARequest(String where) {
        EntitlementContext topics = fixture.topics(at(server));
        EntitlementRequest request = where.equals("user") ? read("falken\ud83d", "desk") : read("falken", "desk\ud83d");
        assertThat(check(topics, request))
                .isInstanceOf(Denied.class)
                .extracting(EntitlementDecision::validity)
                .isEqualTo(Validity.notCached());
        assertThat(server.requests()).isEmpty();
    }

    private static Duration lifetime(EntitlementDecision decision) {
        assertThat(decision.validity().kind()).isEqualTo(Validity.Kind.DURATION);
        return decision.validity().duration();
    }

    @Test
    void aGrantLastsAMinuteAndADenialFiveSecondsUnlessTheyAreToldOtherwise() {
        EntitlementContext topics = fixture.topics(at(server));
        EntitlementDecision granted = check(topics, read("falken", "desk"));
        assertThat(lifetime(granted)).isBetween(Duration.ofSeconds(54), Duration.ofSeconds(60));
        assertThat(granted.validity().refreshAhead()).isEqualTo(Duration.ofSeconds(5));
        assertThat(granted.validity().coverage()).isEqualTo(Coverage.name());
        assertThat(granted.explanation().detail()).isEqualTo("the service answered 200 with 'ok': true");
        server.handler(request -> Reply.json("{\"ok\":false,\"error\":\"not\\nyou\"}"));
        EntitlementDecision denied = check(topics, read("falken", "desk"));
        assertThat(lifetime(denied)).isBetween(Duration.ofMillis(4500), Duration.ofSeconds(5));
        assertThat(denied.validity().refreshAhead()).isZero();
        assertThat(denied.explanation().detail())
                .isEqualTo("the service answered 200 with 'ok': false, and said: not you");
        server.handler(request -> Reply.json("{\"ok\":false}"));
        assertThat(check(topics, read("falken", "desk")).explanation().detail())
                .isEqualTo("the service answered 200 with 'ok': false");

        EntitlementContext others =
                fixture.topics(at(server, "CacheGrants", "10s", "CacheDenials", "20s", "RefreshAhead", "1s"));
        assertThat(lifetime(check(others, read("falken", "desk"))))
                .isBetween(Duration.ofSeconds(18), Duration.ofSeconds(20));
        server.handler(request -> Reply.json("{\"ok\":true}"));
        assertThat(lifetime(check(others, read("falken", "desk"))))
                .isBetween(Duration.ofSeconds(9), Duration.ofSeconds(10));
        assertThat(check(others, read("falken", "desk")).validity().refreshAhead())
                .isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void anAnswerMaySayHowLongAndForWhatItHolds() {
        AtomicReference<Reply> reply = new AtomicReference<>();
        server.handler(request -> reply.get());
        EntitlementContext topics = fixture.topics(at(server));

        reply.set(Reply.json("{\"ok\":true,\"ttl\":600,\"scope\":\"desk/fx/\"}"));
        EntitlementDecision prefix = check(topics, read("falken", "desk/fx/spot"));
        assertThat(lifetime(prefix)).isBetween(Duration.ofMinutes(9), Duration.ofMinutes(10));
        assertThat(prefix.validity().coverage()).isEqualTo(Coverage.prefix("desk/fx/"));

        reply.set(Reply.json("{\"ok\":false,\"scope\":\"desk/+/spot\"}", "Cache-Control: max-age=30"));
        EntitlementDecision filter = check(topics, read("falken", "desk/fx/spot"));
        assertThat(lifetime(filter)).isBetween(Duration.ofSeconds(27), Duration.ofSeconds(30));
        assertThat(filter.validity().coverage()).isEqualTo(Coverage.filter("desk/+/spot"));
        assertThat(filter).isInstanceOf(Denied.class);

        EntitlementRequest pattern =
                question("falken", Resource.topic("desk/#"), Permission.READ, Operation.SUBSCRIBE_PATTERN);
        assertThat(check(topics, pattern).validity().coverage()).isEqualTo(Coverage.name());
    }

    @ParameterizedTest
    @ValueSource(strings = {"desk/gold/", "desk/+", "desk/#/spot", "#x"})
    void aScopeThatIsNotAboutTheTopicIsAFault(String scope) {
        server.handler(request -> Reply.json("{\"ok\":true,\"scope\":\"" + scope + "\"}"));
        EntitlementContext topics = fixture.topics(at(server));
        assertThatExceptionOfType(ModuleUnavailableException.class)
                .isThrownBy(() -> check(topics, read("falken", "desk/fx/spot")))
                .withMessageContaining("'scope'");
    }

    @Test
    void noOpinionIsNeverCached() {
        server.handler(request -> Reply.json("{\"ttl\":60}"));
        EntitlementDecision decision = check(fixture.topics(at(server)), read("falken", "desk"));
        assertThat(decision).isInstanceOf(Abstained.class);
        assertThat(decision.validity()).isEqualTo(Validity.notCached());
        assertThat(decision.explanation().detail()).isEqualTo("the service answered 200 without a field 'ok'");
    }

    @Test
    void whatIsNotToBeKeptLastsForTheMomentOnly() {
        server.handler(request -> Reply.json("{\"ok\":true}", "Cache-Control: no-store"));
        assertThat(lifetime(check(fixture.topics(at(server)), read("falken", "desk"))))
                .isEqualTo(Duration.ofNanos(1));
        server.handler(request -> Reply.json("{\"ok\":true,\"ttl\":60}"));
        assertThat(lifetime(check(fixture.topics(at(server, "CacheGrants", "0")), read("falken", "desk"))))
                .isEqualTo(Duration.ofNanos(1));
    }

    @Test
    void aFaultIsUnavailableUnlessItIsToAbstain() {
        server.handler(request -> Reply.json("{\"ok\":\"false\"}"));
        assertThatExceptionOfType(ModuleUnavailableException.class)
                .isThrownBy(() -> check(fixture.topics(at(server)), read("falken", "desk")))
                .withMessage("the service's answer can't be used: 'ok' is neither true nor false");
        EntitlementDecision decision = check(fixture.topics(at(server, "OnError", "abstain")), read("falken", "desk"));
        assertThat(decision).isInstanceOf(Abstained.class);
        assertThat(decision.validity()).isEqualTo(Validity.notCached());
        assertThat(decision.explanation().detail())
                .isEqualTo(
                        "'OnError' makes no opinion of this: the service's answer can't be used: 'ok' is neither true"
                                + " nor false");
    }

    @Test
    void aClosedContextNeverAbstains() {
        EntitlementContext topics = fixture.topics(at(server, "OnError", "abstain"));
        topics.close();
        assertThatExceptionOfType(ModuleUnavailableException.class)
                .isThrownBy(() -> check(topics, read("falken", "desk")));
        assertThatExceptionOfType(ModuleUnavailableException.class)
                .isThrownBy(
                        () -> check(topics, question("falken", Resource.logon(), Permission.LOGON, Operation.LOGON)));
    }

    @Test
    void aSuperuserMayUseEveryTopicAndIsAskedForOnce() {
        server.handler(request -> request.path().equals("/su")
                ? Reply.json("{\"ok\":true,\"scope\":\"ignored/\"}", "Cache-Control: max-age=100")
                : Reply.status(404));
        EntitlementContext topics = fixture.topics(at(server, "superuser_uri", "/su"));

        EntitlementDecision first = check(topics, read("falken", "desk"));
        assertThat(first).isInstanceOf(Granted.class);
        assertThat(lifetime(first)).isBetween(Duration.ofSeconds(89), Duration.ofSeconds(100));
        assertThat(first.explanation().detail())
                .isEqualTo("the user is a superuser: the service answered 200 with 'ok': true");
        fixture.host.advance(Duration.ofSeconds(50));
        EntitlementDecision second = check(topics, read("falken", "other"));
        assertThat(lifetime(second)).isBetween(Duration.ofSeconds(35), Duration.ofSeconds(50));
        assertThat(second.validity().refreshAhead()).isEqualTo(Duration.ofSeconds(5));
        assertThat(server.requests()).hasSize(1);

        topics.resetUser("nobody");
        assertThat(grants(topics, "falken", "desk")).isTrue();
        assertThat(server.requests()).hasSize(1);
        topics.resetUser("falken");
        assertThat(grants(topics, "falken", "desk")).isTrue();
        assertThat(server.requests()).hasSize(2);
        topics.reset();
        assertThat(grants(topics, "falken", "desk")).isTrue();
        assertThat(server.requests()).hasSize(3);
    }

    @Test
    void whoIsNoSuperuserIsAskedForOnceAsWell() {
        server.handler(request -> request.path().equals("/su") ? Reply.status(403) : Reply.json("{\"ok\":true}"));
        EntitlementContext topics = fixture.topics(at(server, "superuser_uri", "/su"));
        assertThat(grants(topics, "falken", "desk")).isTrue();
        assertThat(grants(topics, "falken", "other")).isTrue();
        assertThat(server.requests()).extracting(CheckServer.Request::path).containsExactly("/su", "/acl", "/acl");
    }

    @Test
    void aFaultOfTheSuperuserCheckIsAFault() {
        server.handler(request -> request.path().equals("/su") ? Reply.hangUp() : Reply.json("{\"ok\":true}"));
        EntitlementContext topics = fixture.topics(at(server, "superuser_uri", "/su"));
        assertThatExceptionOfType(ModuleUnavailableException.class)
                .isThrownBy(() -> check(topics, read("falken", "desk")));
        assertThat(server.requests()).extracting(CheckServer.Request::path).containsOnly("/su");
    }

    @Test
    void pathsMayHaveAQueryOfTheirOwn() {
        fixture.topics(at(server, "topic_uri", "/a%20b?site=1", "params_mode", "form"));
        EntitlementContext topics = fixture.topics(
                at(server, "topic_uri", "/a%20b?site=1", "params_mode", "form", "user_agent", "me/1 (x)"));
        assertThat(grants(topics, "falken", "desk")).isTrue();
        assertThat(server.requests().get(0).target())
                .isEqualTo("/a%20b?site=1&username=falken&client_id=laptop&topic=desk&acc=4");
        assertThat(server.requests().get(0).header("User-Agent")).contains("me/1 (x)");
    }
}
