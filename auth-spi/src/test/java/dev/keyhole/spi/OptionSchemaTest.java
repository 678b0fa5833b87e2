package dev.keyhole.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.NoSuchElementException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OptionSchemaTest {

    private enum Mode {
        GET_ONLY,
        POST
    }

    private static final Option<String> URI =
            Option.text("ResourceURI", "where documents are").mandatory().onlyIn(Place.MODULE, Place.AUTHENTICATION);
    private static final Option<Duration> TIMEOUT =
            Option.duration("RequestTimeout", "limit of the answer").withDefault(Duration.ofSeconds(5));
    private static final Option<List<String>> HEADER =
            Option.text("HTTPHeader", "header to send").repeated();
    private static final Option<Integer> RETRIES = Option.integer("RetryCount", "further tries", 0, 10);
    private static final Option<Boolean> REUSE =
            Option.bool("ReuseConnections", "keep-alive").onlyIn(Place.MODULE);
    private static final Option<Long> SIZE = Option.size("MaxLength", "most bytes");
    private static final Option<Secret> PASSWORD = Option.secret("Password", "password");
    private static final Option<Path> FILE = Option.path("File", "a file");
    private static final Option<Mode> MODE = Option.choice("Mode", "a mode", Mode.class);
    private static final OptionSchema SCHEMA =
            OptionSchema.of(URI, TIMEOUT, HEADER, RETRIES, REUSE, SIZE, PASSWORD, FILE, MODE);

    @Test
    void aModuleMayTakeNoOptionsWhereItIsLoaded() {
        OptionSchema schema = OptionSchema.of(URI, TIMEOUT).ignoringModuleOptions();
        List<RawOption> atTheModule = List.of(raw("RequestTimeout", "never"), raw("Anything", "at all"));
        OptionSchema.Reading module = schema.readModule(atTheModule);
        assertThat(module.errors()).isEmpty();
        assertThat(module.warnings()).hasSize(2).allSatisfy(warning -> assertThat(warning.message())
                .contains("has no effect here"));

        OptionSchema.Reading block =
                schema.readBlock(Place.AUTHENTICATION, atTheModule, List.of(raw("ResourceURI", "http://one/")));
        assertThat(block.orThrow().get(TIMEOUT)).isEqualTo(Duration.ofSeconds(5));
        assertThat(schema.readBlock(Place.AUTHENTICATION, List.of(), List.of(raw("Anything", "at all")))
                        .errors())
                .hasSize(2);
    }

    @Test
    void aBlockOverridesItsModuleNameByName() {
        Options options = SCHEMA.readBlock(
                        Place.AUTHENTICATION,
                        List.of(
                                raw("ResourceURI", "http://one/"),
                                raw("HTTPHeader", "A: 1"),
                                raw("HTTPHeader", "B: 2"),
                                raw("RetryCount", "3")),
                        List.of(raw("ResourceURI", "http://two/"), raw("HTTPHeader", "C: 3")))
                .orThrow();

        assertThat(options.get(URI)).isEqualTo("http://two/");
        assertThat(options.get(HEADER)).containsExactly("C: 3");
        assertThat(options.get(RETRIES)).isEqualTo(3);
    }

    @Test
    void everyErrorIsListedAtOnceWithPlaceAndNearName() {
        OptionSchema.Reading reading = SCHEMA.readBlock(
                Place.AUTHENTICATION,
                List.of(),
                List.of(
                        new RawOption("RequestTimeuot", "1s", "keyhole.xml:24"),
                        new RawOption("RetryCount", "many", "keyhole.xml:25"),
                        new RawOption("Mode", "PUT", "keyhole.xml:26"),
                        new RawOption("MaxLength", "1", "keyhole.xml:27"),
                        new RawOption("MaxLength", "2", "keyhole.xml:28")));

        assertThat(reading.errors())
                .extracting(Problem::toString)
                .containsExactlyInAnyOrder(
                        "keyhole.xml:24: 'RequestTimeuot' isn't an option; did you mean 'RequestTimeout'?",
                        "keyhole.xml:25: 'RetryCount' must be a whole number from 0 to 10",
                        "keyhole.xml:26: 'Mode' must be one of get-only, post",
                        "keyhole.xml:28: 'MaxLength' is given twice",
                        "'ResourceURI' is missing: where documents are");
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(reading::orThrow)
                .satisfies(e -> assertThat(e.problems()).hasSize(5));
    }

    @Test
    void anOptionInAPlaceWhereItHasNoEffectIsAWarning() {
        OptionSchema.Reading reading = SCHEMA.readBlock(
                Place.AUTHENTICATION,
                List.of(raw("ReuseConnections", "yes")),
                List.of(raw("ResourceURI", "http://one/"), new RawOption("ReuseConnections", "no", "k.xml:7")));

        assertThat(reading.errors()).isEmpty();
        assertThat(reading.warnings())
                .extracting(Problem::toString)
                .containsExactly("k.xml:7: 'ReuseConnections' has no effect here and is ignored");
        assertThat(reading.options().get(REUSE)).isTrue();
    }

    @Test
    void aMandatoryOptionIsAskedForOnlyWhereItMayStand() {
        assertThat(SCHEMA.readModule(List.of()).errors()).isEmpty();
        assertThat(SCHEMA.readBlock(Place.ENTITLEMENT, List.of(), List.of()).errors())
                .isEmpty();
        assertThat(SCHEMA.readBlock(Place.AUTHENTICATION, List.of(), List.of()).errors())
                .hasSize(1);
    }

    @Test
    void defaultsFillInWhatIsNotGiven() {
        Options options = SCHEMA.readModule(List.of()).orThrow();

        assertThat(options.get(TIMEOUT)).isEqualTo(Duration.ofSeconds(5));
        assertThat(options.get(HEADER)).isEmpty();
        assertThat(options.isGiven(TIMEOUT)).isFalse();
        assertThat(options.find(RETRIES)).isEmpty();
        assertThatExceptionOfType(NoSuchElementException.class).isThrownBy(() -> options.get(RETRIES));
    }

    @Test
    void aSecretKeepsItsWhiteSpaceAndIsNeverShown() {
        RawOption password = raw("Password", " joshua ");
        Options options = SCHEMA.readModule(List.of(password)).orThrow();

        assertThat(options.get(PASSWORD)).isEqualTo(Secret.of(" joshua "));
        assertThat(options.toString() + password).doesNotContain("joshua");
    }

    @ParameterizedTest
    @CsvSource({
        "5000,PT5S",
        "250ms,PT0.25S",
        "1.5s,PT1.5S",
        "3 m,PT3M",
        "2H,PT2H",
        "1d,PT24H",
        "1w,PT168H",
        "10us,PT0.00001S"
    })
    void durationsAreMillisecondsOrIntervals(String text, Duration expected) {
        assertThat(SCHEMA.readModule(List.of(raw("RequestTimeout", text)))
                        .orThrow()
                        .get(TIMEOUT))
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"512,512", "4k,4096", "4KB,4096", "1MB,1048576", "1GB,1073741824", "1tb,1099511627776"})
    void sizesHaveUnits(String text, long expected) {
        assertThat(SCHEMA.readModule(List.of(raw("MaxLength", text))).orThrow().get(SIZE))
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-1", "1x", "1e3", "99999999999999999999", "9999999999tb", "0.1", "k"})
    void whatIsNoSizeIsRefused(String text) {
        assertThat(SCHEMA.readModule(List.of(raw("MaxLength", text))).errors()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({
        "true,true",
        "YES,true",
        "Enabled,true",
        "1,true",
        "false,false",
        "no,false",
        "DISABLED,false",
        "0,false"
    })
    void booleansHaveManyNames(String text, boolean expected) {
        assertThat(SCHEMA.readModule(List.of(raw("ReuseConnections", text)))
                        .orThrow()
                        .get(REUSE))
                .isEqualTo(expected);
    }

    @Test
    void choicesAreReadInAnyCase() {
        assertThat(SCHEMA.readModule(List.of(raw("Mode", "get-ONLY"))).orThrow().get(MODE))
                .isEqualTo(Mode.GET_ONLY);
    }

    @Test
    void aPathMayNotBeEmpty() {
        assertThat(SCHEMA.readModule(List.of(raw("File", " "))).errors())
                .extracting(Problem::message)
                .containsExactly("'File' must be a path: it is empty");
    }

    @Test
    void twoOptionsOfOneNameAreAProgrammingError() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> OptionSchema.of(TIMEOUT, Option.text("RequestTimeout", "another")));
    }

    private static RawOption raw(String name, String value) {
        return new RawOption(name, value, "");
    }
}
