package dev.keyhole.simple;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.keyhole.host.Decision;
import dev.keyhole.host.LogonOutcome;
import dev.keyhole.host.LogonRefusal;
import dev.keyhole.spi.ConfigurationException;
import dev.keyhole.spi.Identity;
import dev.keyhole.testing.FakeBroker;
import dev.keyhole.testing.FakeClient;
import org.junit.jupiter.api.Test;

/** The modules as a configuration uses them. */
class InAHostTest {

    private static final String CONFIGURATION = """
            <AMPSConfig>
              <Modules>
                <Module>
                  <Name>named</Name>
                  <Library>amps-default-authentication-module</Library>
                  <Options><AllowSpoofing>true</AllowSpoofing></Options>
                </Module>
                <Module>
                  <Name>simple-access</Name>
                  <Library>libamps_simple_access_entitlement.so</Library>
                  <Options><DeniedTopics>secret</DeniedTopics></Options>
                </Module>
              </Modules>
              <Authentication><Module>named</Module></Authentication>
              <Entitlement><Module>amps-default-entitlement-module</Module></Entitlement>
              <Transports>
                <Transport><Name>plain</Name></Transport>
                <Transport>
                  <Name>anonymous</Name>
                  <Authentication><Module>amps-implicit-authentication-module</Module></Authentication>
                </Transport>
                <Transport>
                  <Name>narrow</Name>
                  <Authentication>
                    <Module>named</Module>
                    <Options><RequireUsername>true</RequireUsername></Options>
                  </Authentication>
                  <Entitlement>
                    <Module>simple-access</Module>
                    <Options><AllowedTopics>%s</AllowedTopics></Options>
                  </Entitlement>
                </Transport>
                <Transport>
                  <Name>shut</Name>
                  <Authentication><Module>amps-default-no-authentication-module</Module></Authentication>
                </Transport>
                <Transport>
                  <Name>useless</Name>
                  <Entitlement><Module>amps-default-no-entitlement-module</Module></Entitlement>
                </Transport>
              </Transports>
            </AMPSConfig>
            """;

    @Test
    void eachTransportFollowsItsOwnModules() {
        try (FakeBroker broker =
                FakeBroker.builder(CONFIGURATION.formatted("^desk/")).start()) {
            FakeClient plain = broker.connect("plain");
            plain.logon("falken", "whatever");
            assertThat(plain.identity()).map(Identity::userName).contains("falken");
            assertThat(plain.publish("desk/secret", "x").isGrantedInFull()).isTrue();
            assertRefused(broker.connect("plain").logonImplicitly(), LogonRefusal.LOGON_REQUIRED);

            FakeClient anonymous = broker.connect("anonymous");
            assertThat(anonymous.subscribe("desk/fx").isGrantedInFull()).isTrue();
            assertThat(anonymous.identity()).map(Identity::userName).contains("");

            FakeClient narrow = broker.connect("narrow");
            narrow.logon("falken", "whatever");
            assertThat(narrow.publish("desk/fx", "x").isGrantedInFull()).isTrue();
            assertThat(narrow.publish("desk/secret", "x").outcome()).isEqualTo(Decision.Outcome.DENIED);
            assertThat(narrow.publish("home", "x").outcome()).isEqualTo(Decision.Outcome.DENIED);
            assertRefused(broker.connect("narrow").logon("", "whatever"), LogonRefusal.USER_NAME_REQUIRED);

            assertRefused(broker.connect("shut").logon("falken", "whatever"), LogonRefusal.NOT_PERMITTED);
            assertRefused(broker.connect("useless").logon("falken", "whatever"), LogonRefusal.NOT_ENTITLED);
        }
    }

    @Test
    void aPatternThatCannotBeTakenStopsTheStart() {
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() ->
                        FakeBroker.builder(CONFIGURATION.formatted("[[.a.]]")).start())
                .withMessage("fake-broker.xml:30: 'AllowedTopics' must be a regular expression: write \\[ for a bracket"
                        + " inside of a class (at character 1)");
    }

    private static void assertRefused(LogonOutcome outcome, LogonRefusal reason) {
        assertThat(outcome).isInstanceOfSatisfying(LogonOutcome.Refused.class, refused -> assertThat(refused.reason())
                .isEqualTo(reason));
    }
}
