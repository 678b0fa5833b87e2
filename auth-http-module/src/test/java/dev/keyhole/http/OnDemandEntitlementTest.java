package dev.keyhole.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keyhole.http.RecordingServer.Reply;
import dev.keyhole.spi.Capability;
import dev.keyhole.spi.ConfigurationException;
import dev.keyhole.spi.EntitlementContext;
import dev.keyhole.spi.EntitlementDecision;
import dev.keyhole.spi.Identity;
import dev.keyhole.spi.KeyScope;
import dev.keyhole.spi.ModuleUnavailableException;
import dev.keyhole.spi.Permission;
import dev.keyhole.spi.Place;
import dev.keyhole.spi.Validity;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OnDemandEntitlementTest {

    private static final Identity FALKEN = Identity.of("falken");
    private static final String READ_A = "{\"topic\": [{\"topic\": \"a\", \"read\": true}]}";

    private RecordingServer server;
    private WebServiceFixture fixture;

    @BeforeEach
    void start() throws IOException {
        server = new RecordingServer(request -> Reply.json(READ_A));
        fixture = new WebServiceFixture("ResourceURI", server.uri("/{{USER_NAME}}"), "EntitlementOnly", "true");
    }

    @AfterEach
    void stop() throws IOException {
        fixture.close();
        server.close();
    }

    @Test
    void theFirstCheckFetchesTheDocumentWithoutCredentialsAndTheRestGoByIt() {
        EntitlementContext entitlement = fixture.entitlement();

        assertThat(fixture.grants(entitlement, FALKEN, Permission.READ, "a")).isTrue();
        assertThat(fixture.grants(entitlement, FALKEN, Permission.WRITE, "a")).isFalse();
        assertThat(fixture.grants(entitlement, FALKEN, Permission.READ, "b")).isFalse();

        assertThat(server.requests()).hasSize(1);
        assertThat(server.requests().get(0).line()).isEqualTo("GET /falken HTTP/1.1");
        assertThat(server.requests().get(0).header("Authorization")).isEmpty();
        assertThat(entitlement.keyScope()).isEqualTo(KeyScope.USER);
    }

    @Test
    void theModuleCanNotBeUsedForAuthentication() {
        assertThat(fixture.module.capabilities()).containsExactly(Capability.ENTITLEMENT);
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(fixture::authentication)
                .withMessage("module 'web' can't be used for authentication with 'EntitlementOnly'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "true", "yes", "enabled", "1"})
    void theOptionMayStandWithoutAValue(String value) {
        try (WebServiceFixture module =
                new WebServiceFixture("ResourceURI", server.uri("/"), "EntitlementOnly", value)) {
            assertThat(module.module.capabilities()).containsExactly(Capability.ENTITLEMENT);
        }
    }

    @Test
    void contextsOfOneStoreShareDocuments() {
        fixture.grants(fixture.entitlement(), FALKEN, Permission.READ, "a");
        fixture.grants(fixture.entitlement(), FALKEN, Permission.READ, "a");
        assertThat(server.requests()).hasSize(1);

        fixture.grants(fixture.entitlement("CredentialStore", "other"), FALKEN, Permission.READ, "a");
        assertThat(server.requests()).hasSize(2);
    }

    @Test
    void aDocumentIsKeptUntilAReset() {
        EntitlementContext entitlement = fixture.entitlement("EntitlementTimeout", "1ms");
        fixture.grants(entitlement, FALKEN, Permission.READ, "a");
        fixture.grants(entitlement, Identity.of("lightman"), Permission.READ, "a");
        server.handler(request -> Reply.json("{}"));
        fixture.host.advance(java.time.Duration.ofDays(1));
        assertThat(fixture.grants(entitlement, FALKEN, Permission.READ, "a")).isTrue();

        entitlement.resetUser("falken");
        assertThat(fixture.grants(entitlement, FALKEN, Permission.READ, "a")).isFalse();
        assertThat(fixture.grants(entitlement, Identity.of("lightman"), Permission.READ, "a"))
                .isTrue();

        entitlement.reset();
        assertThat(fixture.grants(entitlement, Identity.of("lightman"), Permission.READ, "a"))
                .isFalse();
    }

    @Test
    void userNameInTheDocumentHasNoEffect() {
        server.handler(
                request -> Reply.json("{\"user_name\": \"x\", \"topic\": [{\"topic\": \"a\", \"read\": true}]}"));

        assertThat(fixture.grants(fixture.entitlement(), FALKEN, Permission.READ, "a"))
                .isTrue();
    }

    @Test
    void aUserWithoutANameIsDeniedWithoutARequest() {
        assertThat(fixture.grants(fixture.entitlement(), Identity.of(""), Permission.READ, "a"))
                .isFalse();
        assertThat(server.requests()).isEmpty();

        assertThat(fixture.grants(
                        fixture.entitlement("ServerAcceptsEmptyAuthId", "true", "CredentialStore", "x"),
                        Identity.of(""),
                        Permission.READ,
                        "a"))
                .isTrue();
        assertThat(server.requests().get(0).target()).isEqualTo("/");
    }

    @Test
    void aNameThatCanNotBeSentIsDeniedWithoutARequest() {
        assertThat(fixture.grants(fixture.entitlement(), Identity.of("../x"), Permission.READ, "a"))
                .isFalse();
        assertThat(server.requests()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {403, 404, 410})
    void aNoIsRememberedForFiveSecondsAndNotCached(int status) {
        EntitlementContext entitlement = fixture.entitlement();
        server.handler(request -> Reply.status(status));

        EntitlementDecision decision = fixture.check(entitlement, FALKEN, Permission.READ, "a");
        fixture.check(entitlement, FALKEN, Permission.READ, "a");

        assertThat(decision).isInstanceOf(EntitlementDecision.Denied.class);
        assertThat(decision.validity()).isEqualTo(Validity.notCached());
        assertThat(server.requests()).hasSize(1);
        server.handler(request -> Reply.json(READ_A));
        fixture.host.advance(DocumentsOnDemand.FAILURE_LASTS);
        assertThat(fixture.grants(entitlement, FALKEN, Permission.READ, "a")).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "401,the service asks for credentials",
        "302,the service answered 302",
        "500,no document from",
    })
    void aFaultIsRememberedForFiveSeconds(int status, String message) {
        EntitlementContext entitlement = fixture.entitlement();
        server.handler(request -> Reply.status(status));

        for (int i = 0; i < 3; i++) {
            assertThatThrownBy(() -> fixture.check(entitlement, FALKEN, Permission.READ, "a"))
                    .isInstanceOf(ModuleUnavailableException.class)
                    .hasMessageStartingWith(message);
        }

        assertThat(server.requests()).hasSize(1);
        entitlement.resetUser("falken");
        assertThatThrownBy(() -> fixture.check(entitlement, FALKEN, Permission.READ, "a"))
                .hasMessageStartingWith(message);
        assertThat(server.requests()).hasSize(2);
        entitlement.reset();
        server.handler(request -> Reply.json(READ_A));
        assertThat(fixture.grants(entitlement, FALKEN, Permission.READ, "a")).isTrue();
    }

    @Test
    void manyWhoAskAboutOneUserAtOnceShareOneRequest() throws Exception {
        CountDownLatch go = new CountDownLatch(1);
        server.handler(request -> {
            await(go);
            return Reply.json(READ_A);
        });
        EntitlementContext entitlement = fixture.entitlement();
        List<FutureTask<Boolean>> checks = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            checks.add(start(entitlement));
        }
        Awaitility.await().until(() -> server.requests().size() == 1);
        go.countDown();

        for (FutureTask<Boolean> check : checks) {
            assertThat(check.get(30, TimeUnit.SECONDS)).isTrue();
        }
        assertThat(server.requests()).hasSize(1);
    }

    @Test
    void whoWaitsForOneThatIsInterruptedTriesItself() throws Exception {
        CountDownLatch go = new CountDownLatch(1);
        server.handler(request -> {
            await(go);
            return Reply.json(READ_A);
        });
        EntitlementContext entitlement = fixture.entitlement();
        FutureTask<Boolean> first = new FutureTask<>(() -> fixture.grants(entitlement, FALKEN, Permission.READ, "a"));
        Thread thread = new Thread(first, "first");
        thread.start();
        Awaitility.await().until(() -> server.requests().size() == 1);
        FutureTask<Boolean> second = start(entitlement);

        thread.interrupt();
        Awaitility.await().until(() -> server.requests().size() == 2);
        go.countDown();

        assertThat(second.get(30, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void aDocumentThatWasOnItsWayDuringAResetIsNotKept() throws Exception {
        EntitlementContext entitlement = fixture.entitlement();
        server.handler(request -> {
            entitlement.resetUser("falken");
            return Reply.json(READ_A);
        });
        fixture.grants(entitlement, FALKEN, Permission.READ, "a");
        server.handler(request -> Reply.json("{}"));

        assertThat(fixture.grants(entitlement, FALKEN, Permission.READ, "a")).isFalse();
    }

    @Test
    void whoAsksAfterAResetIsNotGivenTheDocumentThatWasOnItsWayBefore() throws Exception {
        for (boolean one : new boolean[] {true, false}) {
            CountDownLatch go = new CountDownLatch(1);
            server.handler(request -> {
                await(go);
                return Reply.json(READ_A);
            });
            EntitlementContext entitlement = fixture.entitlement("CredentialStore", "one " + one);
            int before = server.requests().size();
            FutureTask<Boolean> first = start(entitlement);
            Awaitility.await().until(() -> server.requests().size() == before + 1);
            server.handler(request -> Reply.json("{}"));
            if (one) {
                entitlement.resetUser("falken");
            } else {
                entitlement.reset();
            }

            FutureTask<Boolean> second = start(entitlement);
            Awaitility.await().pollDelay(java.time.Duration.ofMillis(100)).until(() -> true);
            go.countDown();

            assertThat(second.get(30, TimeUnit.SECONDS)).isFalse();
            first.get(30, TimeUnit.SECONDS);
        }
    }

    @Test
    void theLeastUsedDocumentMakesRoom() {
        EntitlementContext entitlement = fixture.entitlement("MaxUsers", "2");
        for (String user : List.of("a", "b", "a", "c")) {
            fixture.grants(entitlement, Identity.of(user), Permission.READ, "a");
        }
        assertThat(server.requests()).hasSize(3);
        assertThat(fixture.context.forgotten).containsExactly("b");

        fixture.grants(entitlement, Identity.of("a"), Permission.READ, "a");
        assertThat(server.requests()).hasSize(3);
        fixture.grants(entitlement, Identity.of("b"), Permission.READ, "a");
        assertThat(server.requests()).hasSize(4);
    }

    @Test
    void aContextThatIsClosedIsNotToldWhoseDocumentMadeRoom() {
        EntitlementContext closed = fixture.entitlement("MaxUsers", "1");
        TestContext other = new TestContext();
        EntitlementContext open =
                fixture.module.entitlement(fixture.settings(Place.ENTITLEMENT, other, "MaxUsers", "1"));
        closed.close();

        fixture.grants(open, Identity.of("a"), Permission.READ, "a");
        fixture.grants(open, Identity.of("b"), Permission.READ, "a");

        assertThat(other.forgotten).containsExactly("a");
        assertThat(fixture.context.forgotten).isEmpty();
    }

    @Test
    void documentsOfConnectedUsersStay() throws Exception {
        DocumentsOnDemand documents = new DocumentsOnDemand(fixture.host, 2, user -> {});
        Fetched document = new Fetched.Document(dev.keyhole.permissions.PermissionsDocument.parse(
                "{}".getBytes(java.nio.charset.StandardCharsets.UTF_8)));
        documents.connected("a");
        documents.connected("b");
        documents.connected("b");
        documents.get("a", () -> document);
        documents.get("b", () -> document);

        assertThatThrownBy(() -> documents.get("c", () -> document))
                .isInstanceOf(ModuleUnavailableException.class)
                .hasMessageContaining("'MaxUsers'");
        documents.disconnected("b");
        fixture.host.advance(DocumentsOnDemand.FAILURE_LASTS);
        assertThatThrownBy(() -> documents.get("c", () -> document)).isInstanceOf(ModuleUnavailableException.class);
        documents.disconnected("b");
        documents.disconnected("nobody");
        fixture.host.advance(DocumentsOnDemand.FAILURE_LASTS);
        documents.get("c", () -> document);
        assertThat(documents.size()).isEqualTo(2);
    }

    @Test
    void whoIsConnectedIsKnownFromTheHost() {
        EntitlementContext entitlement = fixture.entitlement("MaxUsers", "1");
        entitlement.joined(fixture.connection(), FALKEN);
        fixture.grants(entitlement, FALKEN, Permission.READ, "a");
        assertThatThrownBy(() -> fixture.check(entitlement, Identity.of("lightman"), Permission.READ, "a"))
                .hasMessageContaining("'MaxUsers'");

        entitlement.left(fixture.connection(), FALKEN);
        fixture.host.advance(DocumentsOnDemand.FAILURE_LASTS);
        assertThat(fixture.grants(entitlement, Identity.of("lightman"), Permission.READ, "a"))
                .isTrue();
    }

    @Test
    void rememberedFailuresAreBounded() throws Exception {
        DocumentsOnDemand documents = new DocumentsOnDemand(fixture.host, 2, user -> {});
        Fetched refused = new Fetched.Refused(dev.keyhole.spi.RejectionReason.BAD_CREDENTIALS, "no");
        List<String> asked = new ArrayList<>();
        for (String user : List.of("a", "b", "c", "a", "b", "c")) {
            documents.get(user, () -> {
                asked.add(user);
                return refused;
            });
        }

        assertThat(asked).containsExactly("a", "b", "c", "c");
        fixture.host.advance(DocumentsOnDemand.FAILURE_LASTS);
        for (int i = 0; i < 2; i++) {
            documents.get("c", () -> {
                asked.add("c again");
                return refused;
            });
        }
        assertThat(asked).endsWith("c", "c again").hasSize(5);
    }

    @Test
    void itNeedsAUriAndHasNoPassword() {
        try (WebServiceFixture bare = new WebServiceFixture("EntitlementOnly", "true")) {
            assertThatExceptionOfType(ConfigurationException.class)
                    .isThrownBy(bare::entitlement)
                    .withMessageContaining("'ResourceURI' is missing");
        }
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> fixture.entitlement("HTTPHeader", "X: {{AMPS_PASSWORD}}"))
                .withMessageContaining("there is no password");
    }

    @Test
    void aClosedContextGrantsNothing() {
        EntitlementContext entitlement = fixture.entitlement();
        fixture.grants(entitlement, FALKEN, Permission.READ, "a");

        entitlement.close();
        entitlement.close();

        assertThatThrownBy(() -> fixture.check(entitlement, FALKEN, Permission.READ, "a"))
                .isInstanceOf(ModuleUnavailableException.class);
    }

    private FutureTask<Boolean> start(EntitlementContext entitlement) {
        FutureTask<Boolean> task = new FutureTask<>(() -> fixture.grants(entitlement, FALKEN, Permission.READ, "a"));
        Thread thread = new Thread(task, "check");
        thread.setDaemon(true);
        thread.start();
        return task;
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
