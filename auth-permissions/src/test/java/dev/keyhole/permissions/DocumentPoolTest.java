package dev.keyhole.permissions;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.keyhole.permissions.NamePattern.Match;
import dev.keyhole.spi.Permission;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the documents of one store have in common is there once. */
class DocumentPoolTest {

    private static final String ENGINE = "^/desk/[^/]+/fills/";

    private final DocumentPool pool = new DocumentPool();

    private static byte[] json(String topic) {
        return ("{\"logon\": true, \"topic\": [{\"topic\": \"" + topic + "\", \"read\": true}]}").getBytes(UTF_8);
    }

    private static byte[] sameInOtherWords(String topic) {
        return ("{ \"topic\":[ {\"read\":true, \"topic\":\"" + topic + "\"} ],\n\"logon\":true, \"remark\": 1 }")
                .getBytes(UTF_8);
    }

    @Test
    void documentsThatSayTheSameAreOne() {
        PermissionsDocument document = pool.parse(json("/a"));

        assertThat(pool.parse(json("/a"))).isSameAs(document);
        assertThat(pool.parse(sameInOtherWords("/a"))).isSameAs(document);
        assertThat(pool.size()).isEqualTo(1);
    }

    @Test
    void aTextThatIsKnownIsNotReadAgain() {
        byte[] text = json("/a");
        PermissionsDocument document = pool.parse(text);

        assertThat(pool.isKnown(text)).isTrue();
        assertThat(pool.isKnown(json("/b"))).isFalse();
        assertThat(pool.isKnown(sameInOtherWords("/a"))).isFalse();
        assertThat(pool.parse(text)).isSameAs(document);
        assertThat(new DocumentPool().isKnown(text)).isFalse();
    }

    @Test
    void documentsOfTheSameHashAreToldApart() {
        PermissionsDocument one = pool.parse(json("/Aa"));
        PermissionsDocument other = pool.parse(json("/BB"));

        assertThat(other).hasSameHashCodeAs(one).isNotEqualTo(one);
        assertThat(pool.size()).isEqualTo(2);
        assertThat(pool.parse(json("/BB"))).isSameAs(other);
    }

    @Test
    void nothingIsSharedBetweenPools() {
        assertThat(new DocumentPool().parse(json("/a"))).isEqualTo(pool.parse(json("/a")));
        assertThat(new DocumentPool().parse(json("/a"))).isNotSameAs(pool.parse(json("/a")));
    }

    @Test
    void theSamePatternIsCompiledOnceForAllDocuments() {
        PatternPool patterns = new PatternPool();
        NamePattern pattern = new PatternCompiler(patterns).compile(ENGINE);

        assertThat(new PatternCompiler(patterns).compile(ENGINE)).isSameAs(pattern);
        assertThat(new PatternCompiler().compile(ENGINE)).isNotSameAs(pattern);
        assertThat(patterns.size()).isEqualTo(1);
    }

    @Test
    void aPatternCountsForEachDocumentThatHasIt() {
        PatternPool patterns = new PatternPool();
        NamePattern large = new PatternCompiler(patterns).compile("^[ab]{490}c");
        assertThat(large.size()).isGreaterThan(490);
        List<NamePattern> held = new ArrayList<>();
        PatternCompiler compiler = new PatternCompiler(patterns);

        assertThatExceptionOfType(InvalidPatternException.class)
                .isThrownBy(() -> {
                    for (int i = 0; i < 4_000; i++) {
                        String text = "^[ab]{490}" + i + "+";
                        held.add(new PatternCompiler(patterns).compile(text));
                        compiler.compile(text);
                    }
                })
                .withMessageContaining("parts");
        assertThat(held).hasSizeGreaterThan(1_900);
    }

    @Test
    void aDocumentThatIsRefusedLeavesNothingBehind() {
        assertThatExceptionOfType(InvalidDocumentException.class)
                .isThrownBy(() -> pool.parse("{\"logon\": 1}".getBytes(UTF_8)));

        assertThat(pool.size()).isZero();
    }

    @Test
    @Timeout(60)
    void whatNobodyHoldsIsForgotten() {
        PermissionsDocument held = pool.parse(json("/held"));
        for (int i = 0; i < 100; i++) {
            pool.parse(json(ENGINE + i));
        }
        // Collection is asked for until it has happened.
        while (pool.size() > 1 || pool.patternCount() > 0) {
            System.gc();
        }
        assertThat(pool.isKnown(json(ENGINE + 1))).isFalse();
        assertThat(pool.textCount()).isEqualTo(1);

        assertThat(pool.parse(json("/held"))).isSameAs(held);
    }

    @Test
    void nothingIsCombinedBeforeTheFirstCheck() {
        PatternCompiler compiler = new PatternCompiler();
        List<Rule> rules = new ArrayList<>();
        for (String text : List.of("/a", "^/b/", ENGINE, "[0-9]+$", "^/c")) {
            rules.add(new Rule("topic", rules.size(), compiler.compile(text), Grants.REPLICATION));
        }
        IndexedPermissionList list = (IndexedPermissionList) PermissionList.of("topic", rules, compiler.memory());
        LinearPattern pattern = (LinearPattern) compiler.compile(ENGINE);

        assertThat(list.isIndexed()).isFalse();
        assertThat(pattern.isMade()).isFalse();
        assertThat(compiler.memory().bytes()).isZero();

        list.decide(Permission.REPLICATE, "/desk/fx/fills/1");
        assertThat(list.isIndexed()).isTrue();
        assertThat(pattern.isMade()).isTrue();
        assertThat(compiler.memory().bytes()).isPositive();
    }

    /** A pattern of many different characters, so that each state has many neighbours. */
    private static String manyCharacters(int number) {
        StringBuilder text = new StringBuilder("^.*");
        for (int i = 0; i < 400; i++) {
            text.append('[')
                    .appendCodePoint(0x4e00 + 3 * (i + number))
                    .append('-')
                    .appendCodePoint(0x4e01 + 3 * (i + number))
                    .append("]?");
        }
        return text.append('$').append(number).append("?x|y").toString();
    }

    @Test
    void automataOfHostileDocumentsAreForgottenWhenTheyAreTooMany() {
        AutomatonMemory memory = new AutomatonMemory(2 << 20);
        List<LinearPattern> patterns = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            patterns.add(new LinearPattern(manyCharacters(i), 1, memory));
        }
        String name = "\u4e00\u4e03\u4e06\u4e09".repeat(50);
        for (LinearPattern pattern : patterns) {
            assertThat(pattern.match(name)).isEqualTo(Match.NO);
            assertThat(pattern.match(name + "y")).isEqualTo(Match.YES);
            assertThat(memory.bytes()).isLessThanOrEqualTo(2 << 20);
        }

        assertThat(patterns.stream().filter(LinearPattern::isMade).count()).isLessThan(20);
        assertThat(patterns.get(0).match(name + "y")).isEqualTo(Match.YES);
    }
}
