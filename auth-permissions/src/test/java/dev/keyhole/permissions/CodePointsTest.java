package dev.keyhole.permissions;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.BitSet;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CodePointsTest {

    private static final int LAST = Character.MAX_CODE_POINT;

    /** Characters at which something may begin or end: those around bits, surrogates and both ends. */
    private static final int[] CORNERS = {
        0, 1, 2, 3, 31, 32, 62, 63, 64, 65, 126, 127, 128, 129, 0xd7ff, 0xd800, 0xdfff, 0xe000, 0xffff, 0x10000,
        LAST - 1, LAST
    };

    // --- the reference: a bit for each corner

    private static BitSet bits(int... firstsAndLasts) {
        BitSet bits = new BitSet();
        for (int i = 0; i < firstsAndLasts.length; i += 2) {
            bits.set(firstsAndLasts[i], firstsAndLasts[i + 1] + 1);
        }
        return bits;
    }

    private static BitSet bits(CodePoints set) {
        BitSet bits = new BitSet();
        for (int i = 0; i < set.rangeCount(); i++) {
            bits.set(set.first(i), set.last(i) + 1);
        }
        return bits;
    }

    // --- end of the reference

    private static int[] ranges(Random random) {
        return IntStream.range(0, random.nextInt(6))
                .flatMap(i -> IntStream.of(any(random), any(random)).sorted())
                .toArray();
    }

    private static int any(Random random) {
        return CORNERS[random.nextInt(CORNERS.length)];
    }

    /** Ascending ranges with gaps between them, so that equal sets are equal. */
    private static void assertProper(CodePoints set) {
        for (int i = 0; i < set.rangeCount(); i++) {
            assertThat(set.first(i)).isBetween(0, set.last(i));
            assertThat(set.last(i)).isLessThanOrEqualTo(LAST);
            if (i > 0) {
                assertThat(set.first(i)).isGreaterThan(set.last(i - 1) + 1);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void setsAreMadeAndCombinedAsSetsAre(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < 100; i++) {
            int[] some = ranges(random);
            int[] more = ranges(random);
            CodePoints one = CodePoints.of(some);
            CodePoints other = CodePoints.of(more);
            BitSet both = bits(some);
            both.and(bits(more));
            BitSet either = bits(some);
            either.or(bits(more));
            BitSet rest = bits(0, LAST);
            rest.andNot(bits(some));

            assertThat(bits(one)).isEqualTo(bits(some));
            assertThat(bits(one.intersection(other))).isEqualTo(both);
            assertThat(bits(one.union(other))).isEqualTo(either);
            assertThat(bits(one.complement())).isEqualTo(rest);
            for (CodePoints set : new CodePoints[] {one, one.union(other), one.intersection(other), one.complement()}) {
                assertProper(set);
            }
            for (int character : CORNERS) {
                assertThat(one.contains(character)).isEqualTo(bits(some).get(character));
            }
            assertThat(one.complement().complement()).isEqualTo(one).hasSameHashCodeAs(one);
            assertThat(one.isEmpty()).isEqualTo(bits(some).isEmpty());
            assertThat(one.equals(other)).isEqualTo(bits(some).equals(bits(more)));
        }
    }

    @Test
    void rangesThatTouchBecomeOne() {
        assertThat(CodePoints.of('c', 'd', 'a', 'b')).isEqualTo(CodePoints.of('a', 'd'));
        assertThat(CodePoints.of('a', 'f', 'b', 'c')).isEqualTo(CodePoints.of('a', 'f'));
        assertThat(CodePoints.of('d', 'd', 'a', 'b')).hasToString("[U+0061-U+0062 U+0064]");
        assertThat(CodePoints.of()).isEqualTo(CodePoints.NONE).hasToString("[]");
    }

    @Test
    void charactersAreFoundByWhatHolds() {
        assertThat(CodePoints.where(c -> c >= 'a' && c <= 'c' || c == 'x' || c == LAST))
                .isEqualTo(CodePoints.of('a', 'c', 'x', 'x', LAST, LAST));
        assertThat(CodePoints.where(c -> c == 0)).isEqualTo(CodePoints.single(0));
        assertThat(CodePoints.where(c -> true)).isEqualTo(CodePoints.ALL);
        assertThat(CodePoints.where(c -> false)).isEqualTo(CodePoints.NONE);
        CodePoints even = CodePoints.where(c -> c < 1_000 && c % 2 == 0);
        assertThat(even.rangeCount()).isEqualTo(500);
        assertThat(even.first(499)).isEqualTo(998).isEqualTo(even.last(499));
    }

    @Test
    void theOnlyOneIsKnown() {
        assertThat(CodePoints.single('a').only()).hasValue('a');
        assertThat(CodePoints.of('a', 'b').only()).isEmpty();
        assertThat(CodePoints.of('a', 'a', 'c', 'c').only()).isEmpty();
        assertThat(CodePoints.NONE.only()).isEmpty();
    }
}
