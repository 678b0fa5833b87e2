package dev.keyhole.permissions;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.keyhole.permissions.NamePattern.Match;
import dev.keyhole.spi.ConnectionKind;
import dev.keyhole.spi.Permission;
import dev.keyhole.spi.Resource;

/**
 * Whatever is thrown at the parser ends in a document or in a plain refusal. The build runs what is kept in the
 * resources. To look for more, run one of these with {@code JAZZER_FUZZ=1} in the environment and {@code
 * -Djazzer.hooks=true -Djazzer.max_duration=10m -Djunit.jupiter.execution.timeout.mode=disabled}.
 */
class PermissionsDocumentFuzzTest {

    private static final String[] NAMES = {"", "a", "/desk/fx/spot", "/\u00e9\ud83d\ude00", "a".repeat(100)};

    @FuzzTest
    void documents(byte[] json) {
        PermissionsDocument document;
        try {
            document = PermissionsDocument.parse(json);
        } catch (InvalidDocumentException e) {
            assertThat(e.line()).isPositive();
            assertThat(e.column()).isPositive();
            assertThat(e.getMessage()).hasSizeLessThan(2_000).doesNotContain("\n", "\r");
            return;
        }
        assertThat(PermissionsDocument.parse(json)).isEqualTo(document);
        for (ConnectionKind kind : ConnectionKind.values()) {
            document.forbidsLogon(kind);
        }
        for (String name : NAMES) {
            document.decide(Permission.READ, Resource.topic(name));
            document.decide(Permission.WRITE, Resource.admin(name));
            document.decide(Permission.REPLICATE, Resource.topic(name));
        }
        assertThat(document.lint()).doesNotContainNull();
    }

    @FuzzTest
    void patterns(FuzzedDataProvider data) {
        String name = data.consumeString(50);
        String pattern = data.consumeRemainingAsString();
        if (Text.hasControlOrLoneSurrogate(name) || Text.hasControlOrLoneSurrogate(pattern)) {
            return;
        }
        NamePattern compiled;
        try {
            compiled = new PatternCompiler().compile(pattern);
        } catch (InvalidPatternException e) {
            return;
        }
        Match match = compiled.match(name);
        if (!(compiled instanceof LiteralName)) {
            Match counted =
                    CountedPattern.of(pattern, PatternParser.parse(pattern)).match(name);
            assertThat(match == counted || match == Match.UNDECIDED || counted == Match.UNDECIDED)
                    .as("%s on %s: %s, %s", pattern, name, match, counted)
                    .isTrue();
            assertThat(match == Match.YES && !Reach.canMatch(PatternParser.parse(pattern)))
                    .as("lint says that %s matches nothing", pattern)
                    .isFalse();
        }
    }
}
