package dev.keyhole.host.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.keyhole.spi.ConfigurationException;
import dev.keyhole.spi.Problem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigurationErrorsTest {

    @TempDir
    private Path directory;

    /**
     * @param body what stands in {@code AMPSConfig}, from line 2 of {@code main.xml}
     * @param errors all of them, in order
     */
    private record Case(String what, String body, List<String> errors) {
        @Override
        public String toString() {
            return what;
        }
    }

    private static Case of(String what, String body, String... errors) {
        return new Case(what, body, List.of(errors));
    }

    private static Stream<Case> cases() {
        return Stream.of(
                of(
                        "near-misspellings of security elements",
                        """
                        <Authenticaton><Module>m</Module></Authenticaton>
                        <Entitlment/>
                        <entitlement/>
                        <Transprots/>
                        <Moduls/>
                        <Authorization/>
                        <KeyHole/>
                        <Includes/>
                        <Nmae/>""",
                        "main.xml:2: 'Authenticaton' isn't an element; did you mean 'Authentication'?",
                        "main.xml:3: 'Entitlment' isn't an element; did you mean 'Entitlement'?",
                        "main.xml:4: 'entitlement' isn't an element; did you mean 'Entitlement'?",
                        "main.xml:5: 'Transprots' isn't an element; did you mean 'Transports'?",
                        "main.xml:6: 'Moduls' isn't an element; did you mean 'Modules'?",
                        "main.xml:7: 'Authorization' isn't an element; did you mean 'Authentication'?",
                        "main.xml:8: 'KeyHole' isn't an element; did you mean 'Keyhole'?",
                        "main.xml:9: 'Includes' isn't an element; did you mean 'Include'?",
                        "main.xml:10: 'Nmae' isn't an element; did you mean 'Name'?"),
                of(
                        "names that sound like security",
                        """
                        <Auth/>
                        <Transports><Transport><Name>t</Name><ClientEntitlementPolicy/></Transport></Transports>""",
                        "main.xml:2: 'Auth' isn't an element, but sounds as if it should protect something; known are"
                                + " 'Authentication' and 'Entitlement'",
                        "main.xml:3: 'ClientEntitlementPolicy' isn't an element, but sounds as if it should protect something;"
                                + " known are 'Authentication' and 'Entitlement'"),
                of(
                        "security elements in the wrong place",
                        """
                        <Module/>
                        <Options/>
                        <Transport/>
                        <Destination/>
                        <x:Authentication xmlns:x="urn:x"/>""",
                        "main.xml:2: a 'Module' stands in 'Modules'",
                        "main.xml:3: 'Options' stands in an 'Authentication', 'Entitlement' or 'Authenticator', after the 'Module'"
                                + " that they are for",
                        "main.xml:4: a 'Transport' stands in 'Transports'",
                        "main.xml:5: a 'Destination' stands in 'Replication'",
                        "main.xml:6: 'x:Authentication' isn't an element; did you mean 'Authentication'?"),
                of(
                        "mistakes in a transport",
                        """
                        <Transports><Transport><Name>t</Name>
                          <Authenticaton/>
                          <Entitlements/>
                          <InetAdr/>
                          <Authenticator/>
                          <Module/>
                          <Keyhole/>
                          <Options/>
                        </Transport></Transports>""",
                        "main.xml:3: 'Authenticaton' isn't an element; did you mean 'Authentication'?",
                        "main.xml:4: 'Entitlements' isn't an element; did you mean 'Entitlement'?",
                        "main.xml:5: 'InetAdr' isn't an element; did you mean 'InetAddr'?",
                        "main.xml:6: an 'Authenticator' gives credentials to outgoing connections and has no place in a"
                                + " 'Transport' that clients connect to",
                        "main.xml:7: a 'Module' of a 'Transport' stands in its 'Authentication' or 'Entitlement'",
                        "main.xml:8: 'Keyhole' stands directly in 'AMPSConfig'",
                        "main.xml:9: 'Options' stands in an 'Authentication' or 'Entitlement', after the 'Module' that they are"
                                + " for"),
                of(
                        "mistakes in a destination",
                        """
                        <Authenticator><Module>a</Module><Module>b</Module></Authenticator>
                        <Authenticator/>
                        <Replication><Destinaton/>
                          <Destination><Authenticator/><Authentication/><Nmae/></Destination>
                          <Destination><Name>d</Name><Transport>
                            <Authentication/>
                            <Authenticater/>
                            <Module/>
                            <Authenticator/>
                          </Transport></Destination>
                          <Destination><Name>d</Name><Transport/><Transport/></Destination>
                        </Replication>""",
                        "main.xml:2: an 'Authenticator' has one 'Module', as credentials can't come from two; remove this"
                                + " one",
                        "main.xml:3: 'Authenticator' is given twice in this 'AMPSConfig', first at main.xml:2",
                        "main.xml:4: 'Destinaton' isn't an element of 'Replication'; did you mean 'Destination'?",
                        "main.xml:5: the 'Authenticator' of a 'Destination' stands in its 'Transport'",
                        "main.xml:5: 'Authentication' and 'Entitlement' judge those who connect to this broker; a"
                                + " 'Destination' is what the broker connects to, and has an 'Authenticator' in its"
                                + " 'Transport'",
                        "main.xml:5: 'Nmae' isn't an element; did you mean 'Name'?",
                        "main.xml:5: this 'Destination' has no 'Name'",
                        "main.xml:5: this 'Destination' has no 'Transport'",
                        "main.xml:7: 'Authentication' and 'Entitlement' judge those who connect to this broker; a"
                                + " 'Destination' is what the broker connects to, and has an 'Authenticator' in its"
                                + " 'Transport'",
                        "main.xml:8: 'Authenticater' isn't an element; did you mean 'Authenticator'?",
                        "main.xml:9: the 'Module' of a 'Destination' stands in the 'Authenticator' of its 'Transport'",
                        "main.xml:10: 'Authenticator' names no module; write a 'Module' into it, or leave it out to have"
                                + " the default",
                        "main.xml:12: 'Transport' is given twice in this 'Destination', first at main.xml:12",
                        "main.xml:12: a destination named 'd' stands at main.xml:6 already"),
                of(
                        "names of transports",
                        """
                        <Transports>
                          <Transport><Name>a</Name></Transport>
                          <Transport><Name> a </Name></Transport>
                          <Transport><Name>amps-admin</Name></Transport>
                          <Transport/>
                          <Transport><Name> </Name></Transport>
                          <Transport><Name>a&#10;b</Name></Transport>
                        </Transports>""",
                        "main.xml:4: a transport named 'a' stands at main.xml:3 already",
                        "main.xml:5: the name 'amps-admin' is that of the admin interface; choose another",
                        "main.xml:6: this 'Transport' has no 'Name'",
                        "main.xml:7: 'Name' is empty",
                        "main.xml:8: 'Name' has control characters in it"),
                of(
                        "elements given twice",
                        """
                        <Name>a</Name>
                        <Name>b</Name>
                        <Entitlement><Module>m</Module></Entitlement>
                        <Entitlement><Module>m</Module></Entitlement>
                        <Transports><Transport>
                          <Name>a</Name>
                          <Name>b</Name>
                          <Authentication><Module>m</Module></Authentication>
                          <Authentication><Module>m</Module></Authentication>
                        </Transport></Transports>""",
                        "main.xml:3: 'Name' is given twice in this 'AMPSConfig', first at main.xml:2",
                        "main.xml:5: 'Entitlement' is given twice in this 'AMPSConfig', first at main.xml:4",
                        "main.xml:8: 'Name' is given twice in this 'Transport', first at main.xml:7",
                        "main.xml:10: 'Authentication' is given twice in this 'Transport', first at main.xml:9"),
                of(
                        "modules",
                        """
                        <Modules>
                          <Module><Library>l</Library></Module>
                          <Module><Name>b</Name></Module>
                          <Module><Name>c</Name><Library>l</Library></Module>
                          <Module><Name>c</Name><Library>l</Library></Module>
                          <Module><Nmae>d</Nmae><Library>l</Library></Module>
                          <Modul/>
                        </Modules>
                        <Options2/>""",
                        "main.xml:3: this 'Module' has no 'Name'",
                        "main.xml:4: this 'Module' has no 'Library'",
                        "main.xml:6: a module named 'c' is declared at main.xml:5 already",
                        "main.xml:7: this 'Module' has no 'Name'",
                        "main.xml:7: 'Nmae' isn't an element of 'Module'; did you mean 'Name'?",
                        "main.xml:8: 'Modul' isn't an element of 'Modules'; did you mean 'Module'?",
                        "main.xml:10: 'Options2' isn't an element; did you mean 'Options'?"),
                of(
                        "options of a module that a block names",
                        """
                        <Modules><Module>
                          <Name>m</Name>
                          <Library>lib/</Library>
                          <Options>
                            <A><B/></A>
                            <C>${NO_SUCH_VARIABLE}</C>
                          </Options>
                          <Options/>
                          <Timeout>1</Timeout>
                        </Module></Modules>
                        <Authentication><Module>m</Module></Authentication>""",
                        "main.xml:4: 'Library' names a directory, not a library",
                        "main.xml:6: 'A' holds text, but there is an element in it: 'B'",
                        "main.xml:7: variable 'NO_SUCH_VARIABLE' is neither defined nor in the environment",
                        "main.xml:9: 'Options' is given twice in this 'Module', first at main.xml:5",
                        "main.xml:10: 'Timeout' isn't an element of 'Module'; known are Library, Name, Options"),
                of(
                        "chains",
                        """
                        <Authentication/>
                        <Entitlement>
                          <Options/>
                          <Module>a</Module>
                          <Options/>
                          <Options/>
                          <Modul>b</Modul>
                          <AllowSpoofing>true</AllowSpoofing>
                          <Module/>
                        </Entitlement>
                        <Transports><Transport><Name>t</Name>
                          <Authentication>some-module</Authentication>
                        </Transport></Transports>""",
                        "main.xml:2: 'Authentication' names no module; write a 'Module' into it, or leave it out to have the"
                                + " default",
                        "main.xml:4: these 'Options' come before any 'Module'; they belong after theirs",
                        "main.xml:7: a 'Module' has one 'Options', and this one's stands at main.xml:6 already",
                        "main.xml:8: 'Modul' isn't an element of 'Entitlement'; did you mean 'Module'?",
                        "main.xml:9: 'AllowSpoofing' isn't an element of 'Entitlement'; an option of a module stands in"
                                + " 'Options' after its 'Module'",
                        "main.xml:10: 'Module' is empty",
                        "main.xml:13: 'Authentication' holds elements, but there is text in it",
                        "main.xml:13: 'Authentication' names no module; write a 'Module' into it, or leave it out to have the"
                                + " default"),
                of(
                        "text where elements belong and elements where text belongs",
                        """
                        mqtt
                        <Modules>web</Modules>
                        <Transports>mqtt</Transports>
                        <Keyhole>NameStyle=dot</Keyhole>
                        <Name><Module/></Name>
                        <Authentication><Module>m</Module><Options>a=b</Options></Authentication>""",
                        "main.xml:1: 'AMPSConfig' holds elements, but there is text in it",
                        "main.xml:3: 'Modules' holds elements, but there is text in it",
                        "main.xml:4: 'Transports' holds elements, but there is text in it",
                        "main.xml:5: 'Keyhole' holds elements, but there is text in it",
                        "main.xml:6: 'Name' holds text, but there is an element in it: 'Module'",
                        "main.xml:7: 'Options' holds elements, but there is text in it"),
                of(
                        "attributes",
                        """
                        <Transports><Transport name="mqtt"><Name lang="en">t</Name></Transport></Transports>
                        <Keyhole><MaxNameLength value="12"/></Keyhole>""",
                        "main.xml:2: 'Transport' has an attribute 'name'; attributes aren't read, write an element instead",
                        "main.xml:2: 'Name' has an attribute 'lang'; attributes aren't read, write an element instead",
                        "main.xml:3: 'MaxNameLength' has an attribute 'value'; attributes aren't read, write an element"
                                + " instead"),
                of(
                        "variables",
                        """
                        <Keyhole>
                          <A>${}</A>
                          <B>${a b}</B>
                          <C>${SITE</C>
                          <D>${STIE}</D>
                          <E>${NO_SUCH_A} and ${NO_SUCH_B}</E>
                        </Keyhole>""",
                        "main.xml:3: what stands between '${' and '}' can't be the name of a variable, which has letters,"
                                + " digits and '_.-'",
                        "main.xml:4: what stands between '${' and '}' can't be the name of a variable, which has letters,"
                                + " digits and '_.-'",
                        "main.xml:5: a '${' has no '}'",
                        "main.xml:6: variable 'STIE' is neither defined nor in the environment; did you mean 'SITE'?",
                        "main.xml:7: variable 'NO_SUCH_A' is neither defined nor in the environment",
                        "main.xml:7: variable 'NO_SUCH_B' is neither defined nor in the environment"));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void everyErrorIsListedWithItsLine(Case expected) throws Exception {
        assertThat(read(expected.body).errors())
                .extracting(Problem::toString)
                .containsExactlyElementsOf(expected.errors);
    }

    @Test
    void aBlockThatIsWrongDoesNotLookLikeOneThatIsMissing() throws Exception {
        Configuration configuration = read("<Authentication/>");

        assertThat(configuration.errors()).isNotEmpty();
    }

    @Test
    void errorsOfIncludedFilesNameThoseFiles() throws Exception {
        Files.createDirectories(directory.resolve("sub"));
        write("sub/parts.xml", "\n<Transport/>\n<Include>more.xml</Include>");
        write("sub/more.xml", "<Transprot/>");

        assertThat(errors("<Transports>\n<Include>sub/parts.xml</Include></Transports>"))
                .containsExactly(
                        "sub/parts.xml:2: this 'Transport' has no 'Name'",
                        "sub/more.xml:1: 'Transprot' isn't an element of 'Transports'; did you mean 'Transport'?");
    }

    @Test
    void anIncludeThatCannotBeFollowedIsAnErrorWhereItStands() throws Exception {
        write("whole.xml", "<AMPSConfig/>");
        write("broken.xml", "<Name>\n<oops></Name>");
        write("typed.xml", "<?xml version='1.0'?>\n<!DOCTYPE Name [<!ENTITY e 'x'>]>\n<Name>&e;</Name>");
        write("escape.xml", "</Include><Name>n</Name><Include>");
        Files.createDirectories(directory.resolve("folder"));

        assertThat(errors("""
                        <Include>missing.xml</Include>
                        <Include>folder</Include>
                        <Include> </Include>
                        <Include><Name/></Include>
                        <Include>main.xml</Include>
                        <Include>whole.xml</Include>
                        <Include>broken.xml</Include>
                        <Include>typed.xml</Include>
                        <Include>escape.xml</Include>
                        <Include href="x">${NO_SUCH_VARIABLE}</Include>"""))
                .containsExactly(
                        "main.xml:2: 'missing.xml' can't be included: there is no file "
                                + directory.resolve("missing.xml"),
                        "main.xml:3: 'folder' can't be included: " + directory.resolve("folder") + " isn't a file",
                        "main.xml:4: 'Include' is empty",
                        "main.xml:5: 'Include' holds text, but there is an element in it: 'Name'",
                        "main.xml:6: 'main.xml' can't be included: it would include itself",
                        "main.xml:7: 'whole.xml' can't be included: an included file has only the elements that are to stand"
                                + " here, without 'AMPSConfig' around them",
                        "main.xml:11: 'Include' has an attribute 'href'; attributes aren't read, write an element instead",
                        "main.xml:11: variable 'NO_SUCH_VARIABLE' is neither defined nor in the environment",
                        "broken.xml:2: this doesn't close the element that is opened in line 2",
                        "typed.xml:2: a DOCTYPE isn't read, nor are the entities it declares; use 'Include' for a part that"
                                + " stands in another file",
                        "escape.xml:1: it isn't well-formed XML: The markup in the document following the root element must be"
                                + " well-formed.");
    }

    @Test
    void filesThatEverybodyMayChangeAreWarnedOf() throws Exception {
        Path part = write("part.xml", "<Name>n</Name>");
        Path main = write("main.xml", "<AMPSConfig>\n<Include>part.xml</Include></AMPSConfig>");
        for (Path file : List.of(part, main)) {
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw-rw-"));
        }
        assertThat(Configuration.read(main, Map.of()).warnings())
                .extracting(Problem::toString)
                .contains(
                        "main.xml: every user of this machine may change this file, and with it who may log on",
                        "main.xml:2: every user of this machine may change 'part.xml', and with it who may log on");
    }

    @Test
    void aCycleOfIncludesIsRefusedUnderWhateverName() throws Exception {
        write("a.xml", "<Include>b.xml</Include>");
        Files.createSymbolicLink(directory.resolve("b.xml"), write("c.xml", "<Include>./a.xml</Include>"));

        assertThat(errors("<Include>a.xml</Include>"))
                .containsExactly("b.xml:1: './a.xml' can't be included: it would include itself");
    }

    @Test
    void includesAreBoundedInDepth() throws Exception {
        for (int i = 1; i <= 20; i++) {
            write("f" + i + ".xml", "<Include>f" + (i + 1) + ".xml</Include>");
        }

        assertThat(errors("<Include>f1.xml</Include>"))
                .containsExactly(
                        "f16.xml:1: 'f17.xml' can't be included: files include files deeper than the limit of 16 levels");
    }

    @Test
    void includesAreBoundedInNumber() throws Exception {
        write("many.xml", "<Include>more.xml</Include>\n".repeat(100));
        write("more.xml", "<Include>leaf.xml</Include>\n".repeat(100));
        write("leaf.xml", "<SOW/>");

        assertThat(errors("<Include>many.xml</Include>")).isNotEmpty().allSatisfy(error -> assertThat(error)
                .contains("more is included than the limit of 1000 files"));
    }

    @Test
    void aFileIsBoundedInItsSizeItsLevelsAndItsElements() throws Exception {
        assertThat(refusal("<AMPSConfig><!--" + "x".repeat(SourceText.MOST_BYTES) + "--></AMPSConfig>"))
                .isEqualTo("main.xml: the file is longer than the limit of 4194304 bytes");
        assertThat(refusal("<AMPSConfig>\n" + "<a>".repeat(100) + "</a>".repeat(100) + "</AMPSConfig>"))
                .isEqualTo("main.xml:2: elements are nested deeper than the limit of 64 levels");
        assertThat(refusal("<AMPSConfig>" + "<a/>".repeat(100_000) + "</AMPSConfig>"))
                .isEqualTo("main.xml:1: there are more elements than the limit of 100000");
    }

    @Test
    void aTextWithItsVariablesIsBounded() throws Exception {
        Path file = write("main.xml", "<AMPSConfig>\n<Name>" + "${BIG}".repeat(100) + "</Name></AMPSConfig>");

        assertThat(Configuration.read(file, Map.of("BIG", "x".repeat(100_000))).errors())
                .extracting(Problem::toString)
                .containsExactly("main.xml:2: the text is longer than the limit of 1048576 characters");
    }

    @Test
    void aFileThatIsNoConfigurationIsRefusedAtOnce() throws Exception {
        assertThat(refusal("<Config/>"))
                .isEqualTo("main.xml:1: the first element of a configuration is 'AMPSConfig', not 'Config'");
        assertThat(refusal("")).startsWith("main.xml:1: it isn't well-formed XML: ");
        assertThat(refusal("Name=x")).startsWith("main.xml:1: it isn't well-formed XML: ");
        assertThat(refusal("<AMPSConfig>\n<Transports>\n</AMPSConfig>"))
                .isEqualTo("main.xml:3: this doesn't close the element that is opened in line 2");
        assertThat(refusal("<?xml version='1.0' encoding='UTF-9'?><AMPSConfig/>"))
                .isEqualTo("main.xml: the encoding 'UTF-9' isn't known");
        Files.write(directory.resolve("main.xml"), new byte[] {'<', (byte) 0xC3, '>'});
        assertThat(refusal(directory.resolve("main.xml"))).isEqualTo("main.xml: the file isn't in its encoding, UTF-8");
        assertThat(refusal(directory.resolve("none.xml"))).isEqualTo("none.xml: there is no such file");
        assertThat(refusal(directory)).endsWith(": it is a directory, not a file");
    }

    @Test
    void documentTypesAndEntitiesAreRefused() throws Exception {
        Path secret = write("secret.txt", "joshua");
        String doctype =
                "main.xml:2: a DOCTYPE isn't read, nor are the entities it declares; use 'Include' for a part that"
                        + " stands in another file";

        assertThat(refusal("<?xml version='1.0'?>\n<!DOCTYPE AMPSConfig [<!ENTITY e SYSTEM '" + secret.toUri()
                        + "'>]>\n<AMPSConfig><Name>&e;</Name></AMPSConfig>"))
                .isEqualTo(doctype);
        assertThat(refusal("\n<!DOCTYPE AMPSConfig SYSTEM '" + secret.toUri() + "'>\n<AMPSConfig/>"))
                .isEqualTo(doctype);
        assertThat(refusal("\n<!DOCTYPE a [<!ENTITY a 'aaaa'><!ENTITY b '&a;&a;&a;'>]><AMPSConfig>&b;</AMPSConfig>"))
                .isEqualTo(doctype);
        assertThat(refusal("<AMPSConfig>\n<Name>&nbsp;</Name></AMPSConfig>"))
                .isEqualTo("main.xml:2: a '&' begins an entity that isn't known; write a '&' of a text as '&amp;'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"en", "de", "ja", "zh-CN", "fr"})
    void noMessageShowsPartsOfAPasswordThatIsNotEscaped(String language) throws Exception {
        Locale before = Locale.getDefault();
        Locale.setDefault(Locale.forLanguageTag(language));
        try {
            noMessageShowsPartsOfAPassword();
        } finally {
            Locale.setDefault(before);
        }
    }

    private void noMessageShowsPartsOfAPassword() throws Exception {
        for (String password : List.of(
                "pa&joshua",
                "pa&joshua;ss",
                "pa<joshua",
                "pa<joshua>ss",
                "pa</joshua>",
                "pa<joshua =\"joshua\">",
                "${joshua joshua}")) {
            String xml = "<AMPSConfig><Keyhole><Password>" + password + "</Password></Keyhole></AMPSConfig>";
            Path file = write("main.xml", xml);
            String message;
            try {
                message = Configuration.read(file, Map.of()).errors().toString();
            } catch (ConfigurationException e) {
                message = e.toString() + e.getCause();
            }
            assertThat(message).as(password).contains("main.xml:1").doesNotContain("joshua");
        }
    }

    /** Whatever a file says, it is either read or refused with a place. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void aDamagedFileIsReadOrRefusedAndNothingElse(long seed) throws Exception {
        String whole = Files.readString(Path.of(
                ConfigurationErrorsTest.class.getResource("trading/amps.xml").toURI()));
        Random random = new Random(seed);
        String alphabet = "<>&;/!-?\"'=[]${} \n\u0000\uFFFEaAé";
        for (int i = 0; i < 250; i++) {
            StringBuilder damaged = new StringBuilder(whole);
            for (int edits = 1 + random.nextInt(4); edits > 0; edits--) {
                int at = random.nextInt(damaged.length());
                int length = Math.min(damaged.length() - at, random.nextInt(30));
                int other = random.nextInt(damaged.length() - 30);
                switch (random.nextInt(3)) {
                    case 0 -> damaged.delete(at, at + length);
                    case 1 -> damaged.insert(at, alphabet.charAt(random.nextInt(alphabet.length())));
                    default -> damaged.insert(at, damaged.substring(other, other + 30));
                }
            }
            Path file = write("main.xml", damaged.toString());
            try {
                assertThat(Configuration.read(file, Map.of("SITE", "london")).errors())
                        .allSatisfy(problem -> assertThat(problem.location()).matches("[^:]+:[0-9]+"));
            } catch (ConfigurationException e) {
                assertThat(e.getMessage()).as("seed %s, file %s", seed, i).startsWith("main.xml");
            }
        }
    }

    private Configuration read(String body) throws Exception {
        return Configuration.read(
                write("main.xml", "<AMPSConfig>\n" + body + "\n</AMPSConfig>\n"), Map.of("SITE", "london"));
    }

    private List<String> errors(String body) throws Exception {
        return read(body).errors().stream().map(Problem::toString).toList();
    }

    private String refusal(String text) throws Exception {
        return refusal(write("main.xml", text));
    }

    private static String refusal(Path file) {
        String[] message = new String[1];
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> Configuration.read(file, Map.of()))
                .satisfies(e -> message[0] = e.getMessage());
        return message[0];
    }

    private Path write(String name, String text) throws Exception {
        return Files.writeString(directory.resolve(name), text);
    }
}
