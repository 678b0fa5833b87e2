package dev.keyhole.http.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.keyhole.spi.Capability;
import dev.keyhole.spi.ChainTrait;
import dev.keyhole.spi.ConfigurationException;
import dev.keyhole.spi.ModuleProvider;
import dev.keyhole.spi.ModuleSettings;
import dev.keyhole.spi.OptionSchema;
import dev.keyhole.spi.Place;
import dev.keyhole.spi.Problem;
import dev.keyhole.spi.SecurityModule;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

class CheckConfigurationTest {

    private final CheckFixture fixture = new CheckFixture();
    private final Logger logger = (Logger) LoggerFactory.getLogger(StartWarnings.class);
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();

    @BeforeEach
    void listen() {
        log.start();
        logger.addAppender(log);
    }

    @AfterEach
    void stop() {
        logger.detachAppender(log);
        fixture.close();
    }

    private List<String> warnings() {
        return log.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
    }

    private static String[] here(String... more) {
        return options("localhost", more);
    }

    private static String[] options(String host, String... more) {
        List<String> all = new ArrayList<>(List.of("host", host, "port", "8080"));
        all.addAll(List.of(more));
        return all.toArray(String[]::new);
    }

    @Test
    void bothModulesAreFoundByTheirNames() {
        List<ModuleProvider> providers = ServiceLoader.load(ModuleProvider.class).stream()
                .map(ServiceLoader.Provider::get)
                .toList();
        assertThat(providers)
                .extracting(ModuleProvider::libraries)
                .contains(
                        Set.of("keyhole-http-user-check", "amqtt.contrib.http.UserAuthHttpPlugin"),
                        Set.of("keyhole-http-topic-check", "amqtt.contrib.http.TopicAuthHttpPlugin"));
    }

    @Test
    void eachCanDoOneThing() {
        ModuleSettings users = new ModuleSettings(
                "a", "b", CheckOptions.USER_SCHEMA.readModule(List.of()).orThrow(), fixture.host);
        ModuleSettings topics = new ModuleSettings(
                "a", "b", CheckOptions.TOPIC_SCHEMA.readModule(List.of()).orThrow(), fixture.host);
        try (SecurityModule user = new UserCheckProvider().load(users);
                SecurityModule topic = new TopicCheckProvider().load(topics)) {
            assertThat(user.capabilities()).containsExactly(Capability.AUTHENTICATION);
            assertThat(topic.capabilities()).containsExactly(Capability.ENTITLEMENT);
        }
        assertThat(fixture.host.scheduled()).isZero();
    }

    @Test
    void aClosedModuleOpensNothing() {
        OptionSchema schema = CheckOptions.USER_SCHEMA;
        SecurityModule user = new UserCheckProvider()
                .load(new ModuleSettings("a", "b", schema.readModule(List.of()).orThrow(), fixture.host));
        SecurityModule topic = new TopicCheckProvider()
                .load(new ModuleSettings(
                        "a",
                        "b",
                        CheckOptions.TOPIC_SCHEMA.readModule(List.of()).orThrow(),
                        fixture.host));
        user.close();
        topic.close();
        var settings = new dev.keyhole.spi.ContextSettings(
                "a",
                "t",
                schema.readBlock(Place.AUTHENTICATION, CheckFixture.raw(here()), List.of())
                        .orThrow(),
                new dev.keyhole.testing.RecordingServices());
        assertThatIllegalStateException().isThrownBy(() -> user.authentication(settings));
        assertThatIllegalStateException().isThrownBy(() -> topic.entitlement(settings));
    }

    @Test
    void hostAndPortHaveToBeGiven() {
        for (OptionSchema schema : List.of(CheckOptions.USER_SCHEMA, CheckOptions.TOPIC_SCHEMA)) {
            assertThat(schema.readBlock(Place.AUTHENTICATION, List.of(), List.of())
                            .errors())
                    .extracting(Problem::message)
                    .containsExactly(
                            "'host' is missing: host of the service", "'port' is missing: port of the service");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "host,http://h",
        "host,h:80",
        "host,h/x",
        "host,u@h",
        "host,''",
        "host,h h",
        "host,[::1",
        "port,0",
        "port,65536",
        "port,http",
        "with_tls,maybe",
        "request_method,DELETE",
        "params_mode,xml",
        "response_mode,html",
        "user_uri,user",
        "user_uri,//h/x",
        "user_uri,/a#b",
        "user_uri,/a b",
        "user_uri,http://h/user",
        "user_uri,''",
        "superuser_uri,su",
        "user_agent,''",
        "user_agent,ämqtt",
        "OnError,grant",
        "OnServerError,grant",
        "timeout,5 seconds",
        "MaxConnections,0",
        "BreakerFailures,-1",
    })
    void whatCannotBeIsRefused(String option, String value) {
        List<Problem> errors = CheckOptions.USER_SCHEMA
                .readModule(CheckFixture.raw(option, value))
                .errors();
        assertThat(errors).singleElement().satisfies(problem -> {
            assertThat(problem.option()).isEqualTo(option);
            assertThat(problem.message()).startsWith("'" + option + "' must be ");
        });
    }

    @ParameterizedTest
    @CsvSource({
        "host,localhost,localhost",
        "host,127.0.0.1,127.0.0.1",
        "host,::1,[::1]",
        "host,[::1],[::1]",
        "host,a-b.example,a-b.example",
    })
    void aHostIsANameOrAnAddress(String option, String value, String host) {
        assertThat(CheckOptions.USER_SCHEMA
                        .readModule(CheckFixture.raw(option, value))
                        .orThrow()
                        .get(CheckOptions.HOST))
                .isEqualTo(host);
    }

    @Test
    void anAddressOfSixBytesGoesIntoTheUriInBrackets() {
        CheckSettings settings = CheckSettings.read(CheckOptions.USER_SCHEMA
                .readModule(CheckFixture.raw(options("::1")))
                .orThrow());
        assertThat(settings.service().toURI()).isEqualTo("http://[::1]:8080");
    }

    @ParameterizedTest
    @CsvSource({
        "timeout,0,must be from 1ms to 1h",
        "timeout,61m,must be from 1ms to 1h",
        "ConnectionTimeout,0,must be from 1ms to 1h",
        "BreakerPause,2h,must be from 1ms to 1h",
        "MaxAnswerSize,1,must be from 2 to 16MB",
        "MaxAnswerSize,17MB,must be from 2 to 16MB",
        "Key,/nowhere/k.pem,needs 'Certificate' beside it",
        "with_tls,true,https needs 'CAKey'",
    })
    void whatCannotWorkIsRefused(String option, String value, String why) {
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> fixture.users(here(option, value)))
                .withMessageContaining(why);
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> fixture.topics(here(option, value)))
                .withMessageContaining(why);
    }

    @Test
    void everythingThatIsWrongIsToldAtOnce() {
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> fixture.users(here("timeout", "0", "MaxAnswerSize", "1", "with_tls", "true")))
                .satisfies(e -> assertThat(e.problems()).hasSize(3));
        fixture.users(here("MaxAnswerSize", "2"));
        fixture.users(here("MaxAnswerSize", "16MB"));
    }

    @Test
    void anOrdinaryConfigurationWarnsOfNothing() {
        fixture.users(here());
        fixture.users(options("127.0.0.2", "params_mode", "FORM", "request_method", "POST"));
        fixture.users(options("::1", "params_mode", "JSON", "request_method", "GET", "timeout", "100ms"));
        fixture.topics(here("params_mode", "FORM", "superuser_uri", "/su"));
        fixture.users(options("elsewhere.example", "with_tls", "true", "CAKey", tlsFile("authority")));
        fixture.topics(options("elsewhere.example", "with_tls", "true", "CAKey", tlsFile("authority")));
        assertThat(warnings()).isEmpty();
    }

    private static String tlsFile(String name) {
        return "../auth-tls/src/test/resources/tls/" + name + ".pem";
    }

    @Test
    void aPasswordInAQueryIsAWarning() {
        fixture.users(here("params_mode", "FORM"));
        assertThat(warnings())
                .containsExactly(
                        "Module 'check' on transport 'mqtt': it writes passwords into the query of the request,"
                                + " which servers and proxies write to their logs; use POST, or 'params_mode' JSON");
    }

    @ParameterizedTest
    @ValueSource(strings = {"elsewhere.example", "10.0.0.1", "::2", "1270.example"})
    void whatGoesInTheClearToAnotherHostIsAWarning(String host) {
        fixture.users(options(host));
        fixture.topics(options(host));
        assertThat(warnings())
                .containsExactly(
                        "Module 'check' on transport 'mqtt': passwords go to " + host + " in the clear; use 'with_tls'",
                        "Module 'check' on transport 'mqtt': answers come from " + host
                                + " in the clear, and whoever is in between can change them; use 'with_tls'");
    }

    @ParameterizedTest
    @CsvSource({
        "STATUS,contract,deny,true", "STATUS,deny,deny,false", "STATUS,fault,deny,false", "STATUS,fault,abstain,true",
        "JSON,contract,deny,false", "JSON,abstain,deny,true", "JSON,contract,abstain,true", "TEXT,contract,deny,false",
    })
    void theHostIsToldIfAnOutageMakesItAbstain(String mode, String serverError, String error, boolean abstains) {
        String[] options = here("response_mode", mode, "OnServerError", serverError, "OnError", error);
        Set<ChainTrait> traits = abstains ? Set.of(ChainTrait.ABSTAINS_ON_OUTAGE) : Set.of();
        assertThat(fixture.users(options).chainTraits()).isEqualTo(traits);
        assertThat(fixture.topics(options).chainTraits()).isEqualTo(traits);
    }

    @Test
    void anUnverifiedPeerAndAShortTimeoutAndASuperuserOfLogonsAreWarnings() {
        fixture.topics(here("with_tls", "true", "AllowUnverifiedPeer", "true"));
        fixture.users(here("timeout", "5", "superuser_uri", "/su"));
        fixture.users(here("AllowUnverifiedPeer", "true"));
        assertThat(warnings())
                .containsExactly(
                        "Module 'check' on transport 'mqtt': 'AllowUnverifiedPeer' takes any server for localhost, so"
                                + " whoever is in between can read every password and change every answer",
                        "Module 'check' on transport 'mqtt': its 'timeout' is 5 ms; a number without a unit is"
                                + " milliseconds, and seconds are written like 5s",
                        "Module 'check' on transport 'mqtt': 'superuser_uri' has no effect on logons: a superuser needs"
                                + " its password as well");
    }
}
