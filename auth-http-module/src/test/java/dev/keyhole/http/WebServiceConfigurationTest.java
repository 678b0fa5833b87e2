package dev.keyhole.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.keyhole.spi.AuthenticationContext;
import dev.keyhole.spi.Capability;
import dev.keyhole.spi.ConfigurationException;
import dev.keyhole.spi.EntitlementDecision.Denied;
import dev.keyhole.spi.Identity;
import dev.keyhole.spi.ModuleProvider;
import dev.keyhole.spi.Option;
import dev.keyhole.spi.OptionSchema;
import dev.keyhole.spi.Permission;
import dev.keyhole.spi.Place;
import dev.keyhole.spi.Problem;
import dev.keyhole.spi.RawOption;
import java.time.Duration;
import java.util.List;
import java.util.ServiceLoader;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WebServiceConfigurationTest {

    private static final OptionSchema SCHEMA = WebServiceOptions.SCHEMA;

    @Test
    void theModuleIsFoundByItsNames() {
        ModuleProvider provider = ServiceLoader.load(ModuleProvider.class).stream()
                .map(ServiceLoader.Provider::get)
                .filter(WebServiceProvider.class::isInstance)
                .findFirst()
                .orElseThrow();

        assertThat(provider.libraries()).containsExactlyInAnyOrder("keyhole-http", "libamps_http_entitlement.so");
        assertThat(provider.predefinedNames()).isEmpty();
        assertThat(provider.options().options()).isNotEmpty();
    }

    @Test
    void itCanBeUsedForAuthenticationAndEntitlement() {
        try (WebServiceFixture fixture = new WebServiceFixture()) {
            assertThat(fixture.module.capabilities())
                    .containsExactlyInAnyOrder(Capability.AUTHENTICATION, Capability.ENTITLEMENT);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "ConnectionTimeout,PT2S",
        "RequestTimeout,PT5S",
        "RetryCount,0",
        "HTTPHeader,[]",
        "ServerAcceptsEmptyAuthId,false",
        "MaxDocumentSize,4194304",
        "ReuseConnections,true",
        "MaxConnections,128",
        "MaxConnectionsPerRoute,64",
        "AllowUnverifiedPeer,false",
        "AllowSelfSigned,false",
        "EntitlementOnly,false",
        "MaxUsers,10000",
        "StaleIfError,false",
        "BreakerFailures,5",
        "BreakerPause,PT1S",
    })
    void anOptionHasItsDefault(String name, String value) {
        Option<?> option = SCHEMA.options().stream()
                .filter(candidate -> candidate.name().equals(name))
                .findFirst()
                .orElseThrow();

        assertThat(option.defaultValue().orElseThrow()).hasToString(value);
    }

    @Test
    void millisecondsAreTheUnitOfATime() {
        assertThat(SCHEMA.readModule(WebServiceFixture.raw("ConnectionTimeout", "250"))
                        .orThrow()
                        .get(WebServiceOptions.CONNECTION_TIMEOUT))
                .isEqualTo(Duration.ofMillis(250));
    }

    @Test
    void reuseConnectionsIsIgnoredWithAWarningOutsideModules() {
        List<RawOption> reuse = WebServiceFixture.raw("ReuseConnections", "false");

        assertThat(SCHEMA.readBlock(Place.AUTHENTICATION, List.of(), reuse).warnings())
                .extracting(Problem::message)
                .containsExactly("'ReuseConnections' has no effect here and is ignored");
        assertThat(SCHEMA.readModule(reuse).warnings()).isEmpty();
    }

    @Test
    void whatIsWrongWithATemplateIsSaidWhereItStands() {
        List<RawOption> options = WebServiceFixture.raw(
                "ResourceURI", "http://{{USER_NAME}}.example/x",
                "HTTPHeader", "X: {{AMPS_PASWORD}}");

        assertThat(SCHEMA.readBlock(Place.AUTHENTICATION, List.of(), options).errors())
                .extracting(Problem::toString)
                .containsExactly(
                        "test.xml:1: 'ResourceURI' must be a URI of a permissions document: the user name may stand in"
                                + " the path and in the query only, or users could choose the server that gets their"
                                + " credentials",
                        "test.xml:2: 'HTTPHeader' must be a header such as 'X-Client: {{AMPS_CLIENT_NAME}}':"
                                + " '{{AMPS_PASWORD}}' can't be used here; did you mean 'AMPS_PASSWORD'?");
    }

    @Test
    void everythingThatIsWrongIsSaidAtOnce() {
        try (WebServiceFixture fixture = new WebServiceFixture()) {
            assertThatExceptionOfType(ConfigurationException.class)
                    .isThrownBy(() -> fixture.authentication(
                            "ConnectionTimeout", "0",
                            "RequestTimeout", "2h",
                            "MaxDocumentSize", "1GB"))
                    .satisfies(e -> assertThat(e.problems())
                            .extracting(Problem::option)
                            .containsExactly("ResourceURI", "ConnectionTimeout", "RequestTimeout", "MaxDocumentSize"));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "MaxDocumentSize,1",
        "MaxDocumentSize,67108865",
        "BreakerPause,0",
        "BreakerPause,2h",
    })
    void aLimitThatCanNotBeMeantIsRefused(String option, String value) {
        try (WebServiceFixture fixture = new WebServiceFixture("ResourceURI", "http://h/{{USER_NAME}}")) {
            assertThatExceptionOfType(ConfigurationException.class)
                    .isThrownBy(() -> fixture.authentication(option, value))
                    .withMessageContaining("'" + option + "' must be from ");
        }
    }

    @ParameterizedTest
    @CsvSource({"MaxDocumentSize,2", "MaxDocumentSize,64MB", "BreakerPause,1h"})
    void theLimitsThemselvesMayBeGiven(String option, String value) {
        try (WebServiceFixture fixture = new WebServiceFixture("ResourceURI", "http://h/{{USER_NAME}}")) {
            fixture.authentication(option, value).close();
        }
    }

    @Test
    void anEntitlementBlockNeedsToSayWhichDocumentsItMeans() {
        try (WebServiceFixture fixture = new WebServiceFixture()) {
            assertThatExceptionOfType(ConfigurationException.class)
                    .isThrownBy(fixture::entitlement)
                    .withMessage(
                            "nothing says which documents to use, as no Authentication block of transport 'mqtt' uses"
                                    + " module 'web': give 'CredentialStore' or 'ResourceURI' as the block does whose"
                                    + " documents are meant");
            fixture.entitlement("CredentialStore", "front").close();
            fixture.entitlement("ResourceURI", "http://h/{{USER_NAME}}").close();
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            useHeadersInDisplayName = true,
            value = {
                "Module                | Authentication                          | Entitlement           | store",
                "                      | ResourceURI=http://b/                   |                       | http://b/",
                "                      | ResourceURI=http://b/ CredentialStore=s |                       | s",
                "ResourceURI=http://a/ |                                         |                       | http://a/",
                "ResourceURI=http://a/ | ResourceURI=http://b/                   |                       | http://b/",
                "ResourceURI=http://a/ | CredentialStore=s                       |                       | s",
                "ResourceURI=http://a/ | ResourceURI=http://b/                   | CredentialStore=s     | s",
                "ResourceURI=http://a/ | ResourceURI=http://b/                   | ResourceURI=http://a/ | http://a/",
                "ResourceURI=http://a/ | ResourceURI=http://b/                   | ResourceURI=http://c/ | http://c/",
                "CredentialStore=s     | ResourceURI=http://b/                   |                       | s",
                "CredentialStore=s     | ResourceURI=http://b/                   | ResourceURI=http://c/ | s",
                "CredentialStore=s     | ResourceURI=http://b/ CredentialStore=t |                       | t",
            })
    void anEntitlementBlockUsesTheDocumentsOfItsTransportUnlessItSaysOtherwise(
            @Nullable String module, @Nullable String authentication, @Nullable String entitlement, String store) {
        try (WebServiceFixture fixture = new WebServiceFixture(options(module))) {
            fixture.authentication(options(authentication));

            assertThat(storeOf(fixture, options(entitlement))).isEqualTo(store);
        }
    }

    /** In turn name and value. */
    private static String[] options(@Nullable String text) {
        return text == null ? new String[0] : text.split("[= ]");
    }

    private static String storeOf(WebServiceFixture fixture, String... entitlement) {
        Denied nobody =
                (Denied) fixture.check(fixture.entitlement(entitlement), Identity.of("nobody"), Permission.READ, "a");
        String detail = nobody.explanation().detail();
        return detail.substring(detail.indexOf('\'') + 1, detail.length() - 1);
    }

    @Test
    void anEntitlementBlockHasToChooseAmongTheStoresOfItsTransport() {
        try (WebServiceFixture fixture = new WebServiceFixture("CredentialStore", "b")) {
            fixture.authentication("ResourceURI", "http://h/1");
            fixture.authentication("ResourceURI", "http://h/2", "CredentialStore", "a");
            assertThat(storeOf(fixture)).isEqualTo("b");
        }
        try (WebServiceFixture fixture = new WebServiceFixture()) {
            fixture.authentication("ResourceURI", "http://h/1");
            fixture.authentication("ResourceURI", "http://h/2", "CredentialStore", "a");

            assertThatExceptionOfType(ConfigurationException.class)
                    .isThrownBy(fixture::entitlement)
                    .withMessage("the Authentication blocks of transport 'mqtt' fill several stores: say in"
                            + " 'CredentialStore' which one is meant, of 'a', 'http://h/1'");
            assertThat(storeOf(fixture, "CredentialStore", "a")).isEqualTo("a");
        }
    }

    @Test
    void theStoreOfAnotherTransportIsNeverMeant() {
        try (WebServiceFixture fixture = new WebServiceFixture()) {
            fixture.authentication("ResourceURI", "http://h/1");

            assertThatExceptionOfType(ConfigurationException.class)
                    .isThrownBy(() ->
                            fixture.module.entitlement(fixture.settings("amqp", Place.ENTITLEMENT, fixture.context)))
                    .withMessageContaining("'CredentialStore'");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "http://permissions.example/x,true",
        "http://10.0.0.7:8080/x,true",
        "http://127.example/x,true",
        "http://localhost:8080/x,false",
        "http://LOCALHOST/x,false",
        "http://127.0.0.2/x,false",
        "http://[::1]/x,false",
    })
    void everyStartWarnsOfPasswordsThatLeaveTheMachineInTheClear(String uri, boolean warns) {
        try (CapturedLog log = new CapturedLog(WebServiceModule.class);
                WebServiceFixture fixture = new WebServiceFixture("ResourceURI", uri)) {
            fixture.authentication();
            fixture.entitlement();
            assertThat(log.lines()).hasSize(warns ? 1 : 0);

            fixture.entitlement("EntitlementOnly", "true", "CredentialStore", "open");
            String start = "Module 'web' on transport 'mqtt' talks to "
                    + UriTemplate.parse(uri).host() + " in the clear, so whoever is in between can ";
            assertThat(log.lines())
                    .isEqualTo(
                            warns
                                    ? List.of(
                                            start + "read every password and change every document; use https",
                                            start + "change every document; use https")
                                    : List.of());
        }
    }

    @Test
    void contextsThatShareAStoreHaveToAgreeOnTls() {
        try (WebServiceFixture fixture = new WebServiceFixture("CredentialStore", "front")) {
            AuthenticationContext first =
                    fixture.authentication("ResourceURI", "https://h/{{USER_NAME}}", "AllowUnverifiedPeer", "true");

            assertThatExceptionOfType(ConfigurationException.class)
                    .isThrownBy(() -> fixture.authentication("ResourceURI", "http://h/{{USER_NAME}}"))
                    .withMessageStartingWith("the store 'front' is used by another block with other options of TLS");
            fixture.authentication("ResourceURI", "https://g/{{USER_NAME}}", "AllowUnverifiedPeer", "true")
                    .close();
            fixture.entitlement().close();

            first.close();
            fixture.authentication("ResourceURI", "http://h/{{USER_NAME}}").close();
        }
    }

    @Test
    void contextsThatShareAStoreHaveToAgreeOnEntitlementOnly() {
        try (WebServiceFixture fixture = new WebServiceFixture("ResourceURI", "http://h/{{USER_NAME}}")) {
            fixture.authentication();

            assertThatExceptionOfType(ConfigurationException.class)
                    .isThrownBy(() -> fixture.entitlement("EntitlementOnly", "true"))
                    .withMessageContaining("other options of 'EntitlementOnly'");
            fixture.entitlement("EntitlementOnly", "true", "CredentialStore", "other");
        }
    }
}
