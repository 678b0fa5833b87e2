package dev.keyhole.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.keyhole.host.Decision;
import dev.keyhole.host.LogonOutcome;
import dev.keyhole.spi.ConfigurationException;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Configurations of the web-service module as people have them for the reference server. */
class ReferenceConfigurationIT {

    private static final String MODULE = """
            <Modules><Module>
              <Name>web-entitlements</Name>
              <Library>libamps_http_entitlement.so</Library>
            </Module></Modules>
            """;

    @TempDir
    private Path folder;

    private PermissionsServer server;

    @BeforeEach
    void start() throws IOException {
        server = new PermissionsServer();
        server.user("falken", "joshua", "{\"logon\": true, \"topic\": [{\"topic\": \"a\", \"read\": true}]}");
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private void assertWorks(String configuration) throws Exception {
        try (WebServiceHost host = WebServiceHost.of(folder, configuration)) {
            assertThat(host.read("falken", "joshua", "a")).isEqualTo(Decision.Outcome.GRANTED);
            assertThat(host.read("falken", "joshua", "b")).isEqualTo(Decision.Outcome.DENIED);
            assertThat(host.logOn("falken", "wrong")).isInstanceOf(LogonOutcome.Refused.class);
        }
    }

    @Test
    void theUriMayStandInTheAuthenticationBlockOfTheInstanceOnly() throws Exception {
        assertWorks("""
                <AMPSConfig>
                  %s
                  <Authentication>
                    <Module>web-entitlements</Module>
                    <Options>
                      <ResourceURI>%s</ResourceURI>
                      <RequestTimeout>5000</RequestTimeout>
                    </Options>
                  </Authentication>
                  <Entitlement><Module>web-entitlements</Module></Entitlement>
                  <Transports>
                    <Transport><Name>t</Name><InetAddr>127.0.0.1:0</InetAddr><Protocol>amqp</Protocol></Transport>
                    <Transport><Name>u</Name><InetAddr>127.0.0.1:0</InetAddr><Protocol>mqtt</Protocol></Transport>
                  </Transports>
                </AMPSConfig>
                """.formatted(MODULE, server.uri()));
    }

    @Test
    void theUriMayStandInTheAuthenticationBlockOfATransportOnly() throws Exception {
        assertWorks("""
                <AMPSConfig>
                  %s
                  <Transports><Transport>
                    <Name>t</Name><InetAddr>127.0.0.1:0</InetAddr><Protocol>amqp</Protocol>
                    <Authentication>
                      <Module>web-entitlements</Module>
                      <Options><ResourceURI>%s</ResourceURI></Options>
                    </Authentication>
                    <Entitlement><Module>web-entitlements</Module></Entitlement>
                  </Transport></Transports>
                </AMPSConfig>
                """.formatted(MODULE, server.uri()));
    }

    @Test
    void aTransportWithAUriOfItsOwnNeedsNoEntitlementBlockOfItsOwn() throws Exception {
        assertWorks("""
                <AMPSConfig>
                  %s
                  <Authentication>
                    <Module>web-entitlements</Module>
                    <Options><ResourceURI>http://127.0.0.1:1/{{USER_NAME}}</ResourceURI></Options>
                  </Authentication>
                  <Entitlement><Module>web-entitlements</Module></Entitlement>
                  <Transports><Transport>
                    <Name>t</Name><InetAddr>127.0.0.1:0</InetAddr><Protocol>amqp</Protocol>
                    <Authentication>
                      <Module>web-entitlements</Module>
                      <Options><ResourceURI>%s</ResourceURI></Options>
                    </Authentication>
                  </Transport></Transports>
                </AMPSConfig>
                """.formatted(MODULE, server.uri()));
    }

    @Test
    void anEntitlementBlockThatMayMeanAnyDocumentsKeepsTheHostFromStarting() {
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> WebServiceHost.of(folder, """
                        <AMPSConfig>
                          %s
                          <Transports><Transport>
                            <Name>t</Name><InetAddr>127.0.0.1:0</InetAddr><Protocol>amqp</Protocol>
                            <Authentication><Module>amps-default-authentication-module</Module></Authentication>
                            <Entitlement><Module>web-entitlements</Module></Entitlement>
                          </Transport></Transports>
                        </AMPSConfig>
                        """.formatted(MODULE)))
                .withMessageContaining("no Authentication block of transport 't' uses module 'web-entitlements'");
    }
}
