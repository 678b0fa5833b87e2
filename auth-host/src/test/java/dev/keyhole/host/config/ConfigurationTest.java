package dev.keyhole.host.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.keyhole.spi.Problem;
import dev.keyhole.spi.RawOption;
import java.net.URISyntaxException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigurationTest {

    @TempDir
    private Path directory;

    @Test
    void aSmallFileOfTheReferenceServerLoads() throws Exception {
        Configuration configuration = Configuration.read(resource("smallest.xml"), Map.of());

        assertThat(configuration.errors()).isEmpty();
        assertThat(configuration.warnings()).isEmpty();
        assertThat(configuration.name()).isEqualTo("smallest");
        assertThat(configuration.transports()).singleElement().satisfies(transport -> {
            assertThat(transport.name()).isEqualTo("any-tcp");
            assertThat(transport.type()).isEqualTo("tcp");
            assertThat(transport.address()).isEqualTo("9007");
            assertThat(transport.protocol()).isEqualTo("amps");
            assertThat(transport.authentication()).isEmpty();
            assertThat(transport.entitlement()).isEmpty();
            assertThat(transport.location()).isEqualTo("smallest.xml:4");
        });
    }

    @Test
    void aLargeFileOfTheReferenceServerLoadsWithWhatItIncludes() throws Exception {
        Path file = resource("trading/amps.xml");

        Configuration configuration = Configuration.read(file, Map.of("SITE", "london"));

        assertThat(configuration.errors()).isEmpty();
        assertThat(configuration.name()).isEqualTo("desk-london");
        assertThat(configuration.modules())
                .extracting(Configuration.Module::name, Configuration.Module::library, Configuration.Module::location)
                .containsExactly(
                        tuple("desk-web", "libamps_http_entitlement.so", "parts/modules.xml:2"),
                        tuple("read-only", "libamps_simple_access_entitlement.so", "parts/modules.xml:11"));
        assertThat(configuration.modules().get(0).options())
                .containsExactly(
                        new RawOption(
                                "ResourceURI",
                                "http://entitlements.london.example/permissions/{{USER_NAME}}.json",
                                "parts/modules.xml:6"),
                        new RawOption("HTTPHeader", "X-Site: london", "parts/modules.xml:7"),
                        new RawOption("HTTPHeader", "X-Configuration: " + file, "parts/modules.xml:8"));
        assertThat(configuration.authentication().orElseThrow().uses())
                .containsExactly(new Configuration.Use(
                        "desk-web", List.of(new RawOption("RequestTimeout", "2s", "amps.xml:49")), "amps.xml:47"));
        assertThat(configuration.transports())
                .extracting(Configuration.Transport::name)
                .containsExactly("orders", "prices-ws", "amps-replication");
        assertThat(configuration.transports().get(1).entitlement().orElseThrow().uses())
                .extracting(Configuration.Use::module)
                .containsExactly("read-only");
        assertThat(configuration.destinations())
                .containsExactly(new Configuration.Destination(
                        "second-site",
                        "amps-replication",
                        List.of("second-site:10004"),
                        Optional.of(new Configuration.Use(
                                "amps-default-authenticator-module",
                                List.of(new RawOption("User", "desk", "amps.xml:114")),
                                "amps.xml:113")),
                        "amps.xml:104"));
    }

    @Test
    void aDestinationMayHaveManyAddressesAndTheInstanceAnAuthenticator() throws Exception {
        Configuration configuration = Configuration.read(write("main.xml", config("""
                <Authenticator><Module>tokens</Module></Authenticator>
                <Replication>
                  <Destination><Name>far</Name><Topic><Name>.*</Name></Topic>
                    <Transport><InetAddr>a:1</InetAddr><InetAddr>b:1</InetAddr><ReuseAddr>yes</ReuseAddr></Transport>
                  </Destination>
                  <Destination><Name>secure</Name>
                    <Transport><Type>amps-replication-secure</Type><Certificate>x</Certificate></Transport>
                  </Destination>
                </Replication>""")), Map.of());

        assertThat(configuration.errors()).isEmpty();
        assertThat(configuration.authenticator()).contains(new Configuration.Use("tokens", List.of(), "main.xml:2"));
        assertThat(configuration.destinations())
                .extracting(Configuration.Destination::addresses)
                .containsExactly(List.of("a:1", "b:1"), List.of());
        assertThat(configuration.warnings())
                .extracting(Problem::toString)
                .containsExactly(
                        "main.xml:1: there is no 'Transport', so nothing can connect",
                        "main.xml:7: destination 'secure' is of type 'amps-replication-secure', but TLS isn't set up from"
                                + " it; what connects to it must see to that",
                        "main.xml:8: 'Certificate' of a destination isn't enforced: TLS isn't set up from it");
    }

    @Test
    void whatIsKnownAndNotEnforcedIsNamedInAWarning() throws Exception {
        Configuration configuration = Configuration.read(resource("trading/amps.xml"), Map.of("SITE", "london"));

        assertThat(configuration.warnings())
                .extracting(Problem::toString)
                .containsExactly(
                        "amps.xml:19: 'InetAddr' of 'Admin' isn't enforced yet: there is no admin interface over HTTP",
                        "amps.xml:23: 'WWWAuthenticate' of 'Admin' isn't enforced yet: there is no admin interface over HTTP",
                        "amps.xml:24: 'AnonymousPaths' of 'Admin' isn't enforced yet: there is no admin interface over HTTP",
                        "amps.xml:33: variable 'NOT_SET_WHERE_TESTS_RUN' is neither defined nor in the environment (only a"
                                + " warning, as no security block names the module 'desk-functions')",
                        "amps.xml:34: 'Calendar' holds text, but there is an element in it: 'City' (only a warning, as no"
                                + " security block names the module 'desk-functions')",
                        "amps.xml:65: transport 'prices-ws' is of type 'tcps', but TLS isn't set up from it; what"
                                + " listens on it must see to that",
                        "amps.xml:72: 'Certificate' of transport 'prices-ws' isn't enforced yet: TLS isn't set up from it",
                        "amps.xml:73: 'PrivateKey' of transport 'prices-ws' isn't enforced yet: TLS isn't set up from it",
                        "amps.xml:120: 'Actions' isn't enforced yet: no action runs, nor those that disable, enable or reset"
                                + " authentication or entitlement");
    }

    @Test
    void aChainKeepsItsOrderAndGivesEachModuleTheOptionsAfterIt() throws Exception {
        Configuration configuration = Configuration.read(resource("ours.xml"), Map.of());

        assertThat(configuration.errors()).isEmpty();
        assertThat(configuration.settings())
                .containsExactly(
                        new RawOption("NameStyle", "dot", "ours.xml:4"),
                        new RawOption("AuthenticationTimeout", "10s", "ours.xml:5"));
        Configuration.Transport transport = configuration.transports().get(0);
        assertThat(transport.authentication())
                .contains(new Configuration.Chain(
                        List.of(
                                new Configuration.Use(
                                        "tokens",
                                        List.of(new RawOption("AbstainOnFault", "no", "ours.xml:28")),
                                        "ours.xml:26"),
                                new Configuration.Use("web", List.of(), "ours.xml:30")),
                        "ours.xml:25"));
        assertThat(transport.entitlement().orElseThrow().uses().get(0).options())
                .containsExactly(new RawOption("Password", " two  spaces & more ", "ours.xml:35"));
    }

    @Test
    void variablesAreDefinedOrInTheEnvironmentOrPredefined() throws Exception {
        Path file = write("main.xml", config("""
                <Name>${A}-${B}-${AMPS_VERSION}</Name>
                <Keyhole>
                  <One>${AMPS_CONFIG_DIRECTORY}|${AMPS_CONFIG_PATH}</One>
                  <Two>$A {A} $ {A} $${A}</Two>
                  <Three>${D}{A}</Three>
                  <Four>${MARKUP}</Four>
                  <Five>${NESTED}</Five>
                </Keyhole>"""));

        Configuration configuration = ConfigurationReader.read(
                file,
                Map.of("A", "a", "D", "$", "MARKUP", "<Module>&amp;", "AMPS_VERSION", "9"),
                Map.of("A", "not this one", "B", "b", "NESTED", "${A}"));

        assertThat(configuration.errors()).isEmpty();
        assertThat(configuration.name()).isEqualTo("a-b-5.3.5");
        assertThat(configuration.settings())
                .extracting(RawOption::value)
                .containsExactly(directory + "|" + file, "$A {A} $ {A} $a", "${A}", "<Module>&amp;", "${A}");
    }

    @Test
    void whatIsPassedOverIsNotLookedInto() throws Exception {
        Configuration configuration = read("""
                <SOW><Topic>${UNKNOWN}<Include>missing.xml</Include></Topic></SOW>
                <SomethingNew at="1"><Authentication/></SomethingNew>
                <Transports><Transport>
                  <Name>t</Name>
                  <MessageType>${UNKNOWN}</MessageType>
                  <SomethingNew/>
                </Transport></Transports>""");

        assertThat(configuration.errors()).isEmpty();
        assertThat(configuration.warnings()).isEmpty();
    }

    @Test
    void textMayBeCutByCommentsAndSections() throws Exception {
        Configuration configuration = read("""
                <Name>de<!-- no break -->s<![CDATA[k &]]>&#49;</Name>
                <Transports/>""");

        assertThat(configuration.name()).isEqualTo("desk &1");
    }

    @Test
    void aConfigurationWithoutTransportIsAWarning() throws Exception {
        assertThat(read("<Name>n</Name>").warnings())
                .extracting(Problem::toString)
                .containsExactly("main.xml:1: there is no 'Transport', so nothing can connect");
    }

    @Test
    void containersMayStandSeveralTimes() throws Exception {
        Configuration configuration = read("""
                <Transports><Transport><Name>a</Name></Transport></Transports>
                <Transports><Transport><Name>b</Name></Transport></Transports>""");

        assertThat(configuration.errors()).isEmpty();
        assertThat(configuration.transports())
                .extracting(Configuration.Transport::name)
                .containsExactly("a", "b");
    }

    @Test
    void aLibraryIsNamedWithoutItsPath() throws Exception {
        Configuration configuration = read("""
                <Modules>
                  <Module><Name>a</Name><Library>./lib/liba.so</Library></Module>
                  <Module><Name>b</Name><Library>C:\\lib\\b.dll</Library></Module>
                  <Module><Name>c</Name><Library>
                    keyhole-c
                  </Library></Module>
                </Modules>""");

        assertThat(configuration.modules())
                .extracting(Configuration.Module::library)
                .containsExactly("liba.so", "b.dll", "keyhole-c");
    }

    @Test
    void anIncludeStandsForAnyNumberOfElementsAnywhereInWhatIsRead() throws Exception {
        write("empty.xml", "");
        write("nothing.xml", "<?xml version='1.0'?>\n<!-- nothing -->\n");
        Files.createDirectories(directory.resolve("deep"));
        write("deep/transports.xml", """
                <?xml version="1.0" encoding="UTF-8"?>
                <Transports>
                  <Include>one.xml</Include>
                  <Include>../two.xml</Include>
                </Transports>
                """);
        write(
                "deep/one.xml",
                "<Transport><Name>one</Name><Authentication><Include>../chain.xml</Include></Authentication></Transport>");
        write("two.xml", "\n<Transport><Name>two</Name></Transport>\n");
        write("chain.xml", "<Module>a</Module>\n<Options><Include>options.xml</Include></Options>\n<Module>b</Module>");
        write("options.xml", "<X>1</X><Y>2</Y>");

        Configuration configuration = read("""
                <Include>empty.xml</Include>
                <Include>nothing.xml</Include>
                <Include>${AMPS_CONFIG_DIRECTORY}/deep/transports.xml</Include>""");

        assertThat(configuration.errors()).isEmpty();
        assertThat(configuration.transports())
                .extracting(Configuration.Transport::name, Configuration.Transport::location)
                .containsExactly(tuple("one", "deep/one.xml:1"), tuple("two", "two.xml:2"));
        assertThat(configuration
                        .transports()
                        .get(0)
                        .authentication()
                        .orElseThrow()
                        .uses())
                .containsExactly(
                        new Configuration.Use(
                                "a",
                                List.of(
                                        new RawOption("X", "1", "options.xml:1"),
                                        new RawOption("Y", "2", "options.xml:1")),
                                "chain.xml:1"),
                        new Configuration.Use("b", List.of(), "chain.xml:3"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-8", "UTF-16", "ISO-8859-1"})
    void aFileIsReadInTheEncodingThatItSays(String encoding) throws Exception {
        Path file = directory.resolve("main.xml");
        Files.write(
                file,
                ("<?xml version=\"1.0\" encoding=\"" + encoding + "\"?>\n<AMPSConfig><Name>Zürich</Name></AMPSConfig>")
                        .getBytes(Charset.forName(encoding)));

        assertThat(Configuration.read(file, Map.of()).name()).isEqualTo("Zürich");
    }

    @Test
    void aByteOrderMarkIsNoText() throws Exception {
        Path file = directory.resolve("main.xml");
        Files.write(file, "\uFEFF<AMPSConfig><Name>n</Name></AMPSConfig>".getBytes(StandardCharsets.UTF_8));

        assertThat(Configuration.read(file, Map.of()).name()).isEqualTo("n");
    }

    @Test
    void noTextOfAnOptionIsPrinted() throws Exception {
        Configuration configuration = read("<Keyhole><Password>joshua</Password></Keyhole>");

        assertThat(configuration.toString()).contains("Password").doesNotContain("joshua");
    }

    private Configuration read(String body) throws Exception {
        return Configuration.read(write("main.xml", config(body)), Map.of());
    }

    private Path write(String name, String text) throws Exception {
        return Files.writeString(directory.resolve(name), text);
    }

    private static String config(String body) {
        return "<AMPSConfig>\n" + body + "\n</AMPSConfig>\n";
    }

    private static Path resource(String name) throws URISyntaxException {
        return Path.of(ConfigurationTest.class.getResource(name).toURI());
    }
}
