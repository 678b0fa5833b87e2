package dev.keyhole.host.engine;

import static dev.keyhole.host.engine.TestConfiguration.chain;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;

import dev.keyhole.host.Host;
import dev.keyhole.host.Scope;
import dev.keyhole.spi.AuthenticationResult;
import dev.keyhole.spi.EntitlementDecision;
import dev.keyhole.spi.Explanation;
import dev.keyhole.spi.Metrics;
import dev.keyhole.spi.ModuleUnavailableException;
import dev.keyhole.spi.RejectionReason;
import dev.keyhole.spi.ResourceType;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class MetricsTest {

    private final ScriptedModule module = ScriptedModule.named("scripted");

    private Host start() {
        return start(Optional.empty());
    }

    private Host start(Optional<MeterRegistry> registry) {
        var builder = Host.builder()
                .provider(module)
                .configuration(new TestConfiguration()
                        .module("one", "scripted")
                        .set("MaxConcurrentCalls", "1")
                        .transport("mqtt", chain("one"), chain("one"))
                        .build());
        registry.ifPresent(builder::meterRegistry);
        return builder.start();
    }

    private Metrics ofModule() {
        return module.loads.get(0).host().metrics();
    }

    @Test
    void logonsAreCountedByOutcomeAndReason() {
        module.logon = (connection, request) -> switch (request.userName()) {
            case "falken" -> ScriptedModule.accept("falken");
            case "joshua" -> new AuthenticationResult.Rejected(RejectionReason.BAD_CREDENTIALS, "no");
            default -> throw new ModuleUnavailableException("down");
        };
        try (Host host = start()) {
            for (String user : new String[] {"falken", "joshua", "wopr", "joshua"}) {
                try (Client client = Client.on(host, "mqtt")) {
                    client.logon(user);
                }
            }
            assertThat(host.metricsText())
                    .contains("# TYPE keyhole_logons_total counter")
                    .contains("keyhole_logons_total{outcome=\"accepted\",reason=\"-\",transport=\"mqtt\"} 1\n")
                    .contains(
                            "keyhole_logons_total{outcome=\"refused\",reason=\"bad_credentials\",transport=\"mqtt\"} 2\n")
                    .contains("keyhole_logons_total{outcome=\"unavailable\",reason=\"-\",transport=\"mqtt\"} 1\n")
                    .contains("keyhole_logon_time_seconds_count{outcome=\"refused\",transport=\"mqtt\"} 2\n")
                    .contains("keyhole_faults_total{module=\"one\",on=\"mqtt\",use=\"authentication\"} 1\n")
                    .contains("keyhole_connections{transport=\"mqtt\"} 0\n");
        }
    }

    @Test
    void faultsAreToldApartFromDenialsAndHitsFromMisses() {
        module.check = request -> {
            if (request.resource().name().equals("down")) {
                throw new ModuleUnavailableException("down");
            }
            return request.resource().name().equals("secret")
                    ? EntitlementDecision.denied(Explanation.of("no"))
                    : EntitlementDecision.granted(Explanation.of("yes"));
        };
        try (Host host = start();
                Client client = Client.loggedOn(host, "mqtt", "falken")) {
            for (int i = 0; i < 3; i++) {
                client.read("desk");
                client.read("secret");
                client.read("down");
            }
            assertThat(host.metricsText())
                    .contains("keyhole_checks_total{at_once=\"yes\",outcome=\"granted\",transport=\"mqtt\"} 2\n")
                    .contains("keyhole_checks_total{at_once=\"no\",outcome=\"granted\",transport=\"mqtt\"} 1\n")
                    .contains("keyhole_checks_total{at_once=\"yes\",outcome=\"denied\",transport=\"mqtt\"} 2\n")
                    .contains("keyhole_checks_total{at_once=\"no\",outcome=\"denied\",transport=\"mqtt\"} 1\n")
                    .contains("keyhole_checks_total{at_once=\"no\",outcome=\"unavailable\",transport=\"mqtt\"} 3\n")
                    .contains("keyhole_faults_total{module=\"one\",on=\"mqtt\",use=\"entitlement\"} 3\n")
                    .contains("keyhole_cache_hits_total{module=\"one\",transport=\"mqtt\"} 4\n")
                    // One of them is the entitlement to log on.
                    .contains("keyhole_cache_misses_total{module=\"one\",transport=\"mqtt\"} 6\n")
                    .contains("keyhole_cache_size{module=\"one\",transport=\"mqtt\"} 3\n")
                    .contains("keyhole_connections{transport=\"mqtt\"} 1\n")
                    .doesNotContain("falken")
                    .doesNotContain("desk")
                    .doesNotContain("joshua");
        }
    }

    @Test
    void callsThatRunAndWaitAreShown() {
        CountDownLatch go = new CountDownLatch(1);
        module.check = request -> {
            if (request.resource().type() == ResourceType.TOPIC) {
                go.await();
            }
            return EntitlementDecision.granted(Explanation.of("yes"));
        };
        try (Host host = start();
                Client client = Client.loggedOn(host, "mqtt", "falken")) {
            var first = client.readLater("one");
            var second = client.readLater("two");
            assertThat(host.metricsText())
                    .contains("keyhole_calls_running{module=\"one\",on=\"mqtt\",use=\"entitlement\"} 1\n")
                    .contains("keyhole_calls_waiting{module=\"one\",on=\"mqtt\",use=\"entitlement\"} 1\n");
            go.countDown();
            Client.get(first);
            Client.get(second);
            await().untilAsserted(() -> assertThat(host.metricsText())
                    .contains("keyhole_calls_running{module=\"one\",on=\"mqtt\",use=\"entitlement\"} 0\n"));
        }
    }

    @Test
    void resetsAreCounted() {
        try (Host host = start()) {
            host.entitlement().reset(Scope.all().forUser("falken"));
            host.authentication().reset(Scope.all().onTransport("mqtt"));
            module.openings.get(1).services().resetUser("falken", "it says so");
            assertThat(host.metricsText())
                    .contains("keyhole_resets_total{by=\"operator\",scope=\"user\",what=\"entitlement\"} 1\n")
                    .contains("keyhole_resets_total{by=\"operator\",scope=\"transport\",what=\"authentication\"} 1\n")
                    .contains("keyhole_resets_total{by=\"module\",scope=\"user\",what=\"entitlement\"} 1\n");
        }
    }

    @Test
    void aModuleHasMetricsUnderItsName() {
        try (Host host = start()) {
            Metrics metrics = ofModule();
            Metrics.Counter requests = metrics.counter("http.requests", "Requests", Map.of("outcome", "ok"));
            requests.increment();
            requests.add(2);
            metrics.timer("http.time", "Time of requests", Map.of()).record(Duration.ofMillis(1_500));
            metrics.gauge("http.open", "Open connections", Map.of(), () -> 7);
            metrics.gauge("http.open", "Open connections", Map.of(), () -> 8);

            assertThat(metrics.counter("http.requests", "Requests", Map.of("outcome", "ok")))
                    .isSameAs(requests);
            assertThat(host.metricsText())
                    .contains("# HELP keyhole_module_http_requests_total Requests\n")
                    .contains("keyhole_module_http_requests_total{module=\"one\",outcome=\"ok\"} 3\n")
                    .contains("keyhole_module_http_time_seconds_sum{module=\"one\"} 1.5\n")
                    .contains("keyhole_module_http_time_seconds_max{module=\"one\"} 1.5\n")
                    .contains("keyhole_module_http_open{module=\"one\"} 8\n");
        }
    }

    @Test
    void aModulesMetricsAreBoundedAndItsMistakesHarmNobody() {
        try (Host host = start()) {
            Metrics metrics = ofModule();
            for (int i = 0; i < ModuleMetrics.LIMIT + 10; i++) {
                metrics.counter("many", "Many", Map.of("number", "n" + i)).increment();
            }
            metrics.gauge("broken", "Broken", Map.of(), () -> 1);
            assertThat(host.metricsText().lines().filter(line -> line.startsWith("keyhole_module_")))
                    .hasSize(ModuleMetrics.LIMIT);
        }
    }

    @Test
    void aTagIsShortAndCannotForgeALine() {
        try (Host host = start()) {
            ofModule()
                    .counter("odd", "Odd\nhelp", Map.of("a", "x\ny\"z\\" + "w".repeat(1_000), "b", ""))
                    .increment();
            ofModule().gauge("failing", "Failing", Map.of(), () -> {
                throw new IllegalStateException("broken");
            });
            assertThat(host.metricsText().lines())
                    .contains(
                            "keyhole_module_odd_total{a=\"xy\\\"z\\\\" + "w".repeat(95)
                                    + "\",b=\"-\",module=\"one\"} 1",
                            "# HELP keyhole_module_odd_total Odd\\nhelp",
                            "keyhole_module_failing{module=\"one\"} NaN");
        }
    }

    @Test
    void whatCannotBeANameIsRefused() {
        try (Host host = start()) {
            Metrics metrics = ofModule();
            metrics.counter("fine", "Fine", Map.of("a", "b"));
            assertThatIllegalArgumentException().isThrownBy(() -> metrics.counter("Not fine", "", Map.of()));
            assertThatIllegalArgumentException().isThrownBy(() -> metrics.counter("fine", "", Map.of()));
            assertThatIllegalArgumentException().isThrownBy(() -> metrics.timer("fine", "", Map.of("a", "b")));
            assertThatIllegalArgumentException().isThrownBy(() -> metrics.counter("x", "", Map.of("module", "two")));
            assertThatIllegalArgumentException().isThrownBy(() -> metrics.counter("x", "", Map.of("A", "two")));
        }
    }

    @Test
    void anEmbeddingProgramsRegistryHasThemUntilTheHostCloses() {
        SimpleMeterRegistry registry = new SimpleMeterRegistry();
        registry.counter("mine").increment();
        try (Host host = start(Optional.of(registry));
                Client client = Client.loggedOn(host, "mqtt", "falken")) {
            assertThat(registry.get("keyhole.logons").counter().count()).isEqualTo(1);
            assertThat(host.metricsText()).contains("keyhole_logons_total").doesNotContain("mine");
            client.read("desk");
        }
        assertThat(registry.getMeters()).hasSize(1);
        assertThat(registry.isClosed()).isFalse();
    }

    @Test
    void aRegistryThatRefusesEverythingKeepsNobodyOut() {
        MeterRegistry refusing = new SimpleMeterRegistry();
        refusing.config().commonTags("a", "b");
        refusing.config().meterFilter(new io.micrometer.core.instrument.config.MeterFilter() {
            @Override
            public io.micrometer.core.instrument.Meter.Id map(io.micrometer.core.instrument.Meter.Id id) {
                throw new IllegalStateException("not here");
            }
        });
        assertThatCode(() -> {
                    try (Host host = start(Optional.of(refusing));
                            Client client = Client.loggedOn(host, "mqtt", "falken")) {
                        ofModule().counter("some", "Some", Map.of()).increment();
                        assertThat(client.read("desk").isGrantedInFull()).isTrue();
                        assertThat(host.metricsText()).isEmpty();
                    }
                })
                .doesNotThrowAnyException();
    }
}
