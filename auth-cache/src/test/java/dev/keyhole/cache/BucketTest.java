package dev.keyhole.cache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyhole.spi.Coverage;
import dev.keyhole.spi.EntitlementDecision;
import dev.keyhole.spi.Explanation;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A bucket and the tables that it goes through. */
class BucketTest {

    private static final int QUESTION = 7;

    private final CacheLimits limits = new CacheLimits(1_000_000, 1_000_000, 1L << 30, 1L << 30);
    private final Generation<String> generation = new Generation<>(limits);
    private final Bucket<String> bucket = bucket();

    private Bucket<String> bucket() {
        return new Bucket<>(generation, new Member<>(generation, limits));
    }

    private static View<String> view(String text) {
        return new View<>(EntitlementDecision.granted(Explanation.of(text)), text);
    }

    private Entry<String> entry(Bucket<String> of, String name) {
        return new Entry<>(of, name, QUESTION, view(name), null);
    }

    private Entry<String> wide(String prefix) {
        return new Entry<>(bucket, prefix, QUESTION, view(prefix), Terms.untilReset(Coverage.prefix(prefix)));
    }

    @Test
    void whatWasAddedIsFoundByNameAndQuestionUntilItIsRemoved() {
        Entry<String> entry = entry(bucket, "desk");
        assertThat(bucket.add(entry)).isNull();

        assertThat(bucket.find(new String("desk".toCharArray()), QUESTION)).isSameAs(entry);
        assertThat(bucket.find("desk", QUESTION + 1)).isNull();
        assertThat(bucket.find("Desk", QUESTION)).isNull();
        bucket.remove(entry);
        assertThat(bucket.find("desk", QUESTION)).isNull();
        assertThat(bucket.all()).isEmpty();
        bucket.remove(entry);
        assertThat(bucket.all()).isEmpty();
    }

    /** The same steps to a bucket and to a map. */
    @Test
    void randomStepsLeaveWhatAMapWouldHold() {
        Random random = new Random(20_261_122);
        Map<String, Entry<String>> expected = new HashMap<>();
        for (int step = 0; step < 100_000; step++) {
            String name = "topic/" + random.nextInt(2_000);
            Entry<String> known = expected.get(name);
            if (known == null) {
                Entry<String> added = entry(bucket, name);
                Entry<String> displaced = bucket.add(added);
                expected.put(name, added);
                if (displaced != null) {
                    bucket.remove(displaced);
                    expected.remove(displaced.name);
                }
            } else if (random.nextInt(3) == 0) {
                bucket.remove(known);
                expected.remove(name);
            }
            assertThat(bucket.find(name, QUESTION)).isSameAs(expected.get(name));
        }
        assertThat(bucket.all()).containsExactlyInAnyOrderElementsOf(expected.values());
    }

    @Test
    void namesWithOneHashPushEachOtherOutInsteadOfMakingEverybodySearch() {
        List<String> names = colliding(12);
        assertThat(names.stream().map(String::hashCode).distinct()).hasSize(1);
        Entry<String> innocent = entry(bucket, "desk");
        bucket.add(innocent);
        for (String name : names) {
            Entry<String> displaced = bucket.add(entry(bucket, name));
            if (displaced != null) {
                bucket.remove(displaced);
            }
        }
        assertThat(bucket.all()).hasSizeLessThanOrEqualTo(Bucket.MAX_CHAIN + 1);
        assertThat(bucket.find(names.get(names.size() - 1), QUESTION)).isNotNull();
        assertThat(bucket.find("desk", QUESTION)).isSameAs(innocent);
    }

    /** 2^n names with the same hash code. */
    static List<String> colliding(int pairs) {
        List<String> names = List.of("");
        for (int i = 0; i < pairs; i++) {
            names = names.stream()
                    .flatMap(name -> List.of(name + "Aa", name + "BB").stream())
                    .toList();
        }
        return names;
    }

    @Test
    void aTableThatWasOutgrownIsNoLongerInForce() {
        @Nullable Object[] first = bucket.table();
        assertThat(Table.isOf(first, generation)).isTrue();
        for (int i = 0; i < 100; i++) {
            bucket.add(entry(bucket, "topic/" + i));
        }

        assertThat(bucket.table()).isNotSameAs(first);
        assertThat(Table.isOf(first, generation)).isFalse();
        assertThat(Table.isOf(bucket.table(), generation)).isTrue();
        assertThat(Table.isOf(bucket.table(), new Generation<>(limits))).isFalse();
        assertThat(IntStream.range(0, 100).filter(i -> bucket.find("topic/" + i, QUESTION) == null))
                .isEmpty();
    }

    @Test
    void nothingIsInForceAfterTheEnd() {
        bucket.add(entry(bucket, "desk"));
        bucket.end();
        assertThat(Table.isOf(bucket.table(), generation)).isFalse();
        assertThat(Table.isOf(Table.none(), generation)).isFalse();
    }

    @Test
    void ofTooManyWideAnswersAnUnusedOneGoesFirst() {
        List<Entry<String>> all = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            Entry<String> entry = wide("desk" + i + "/");
            all.add(entry);
            bucket.add(entry);
        }
        all.get(0).used = true;
        all.get(1).used = true;
        assertThat(bucket.leastUsedWide()).isSameAs(all.get(2));
        // Nobody has used the oldest since.
        assertThat(bucket.leastUsedWide()).isSameAs(all.get(0));

        all.forEach(entry -> entry.used = true);
        assertThat(bucket.leastUsedWide()).isSameAs(all.get(0));
    }

    /** While a table grows and shrinks, readers may miss an answer; they never find a wrong one, and always come to an end. */
    @Test
    void readersFindNoWrongAnswerWhileOthersWrite() throws Exception {
        int names = 4_000;
        List<String> topics =
                IntStream.range(0, names).mapToObj(i -> "topic/" + i).toList();
        AtomicInteger added = new AtomicInteger();
        AtomicBoolean over = new AtomicBoolean();
        ExecutorService executor = Executors.newFixedThreadPool(3);
        try {
            List<Future<Long>> readers = new ArrayList<>();
            for (int reader = 0; reader < 3; reader++) {
                Random random = new Random(reader);
                readers.add(executor.submit(() -> {
                    long found = 0;
                    while (!over.get() || found == 0) {
                        String topic = topics.get(random.nextInt(Math.max(1, added.get())));
                        Entry<String> entry = bucket.find(topic, QUESTION);
                        if (entry != null) {
                            found++;
                            assertThat(entry.view.answer).isEqualTo(topic);
                        }
                    }
                    return found;
                }));
            }
            Random random = new Random(42);
            synchronized (this) {
                for (int i = 0; i < names; i++) {
                    Entry<String> displaced = bucket.add(entry(bucket, topics.get(i)));
                    added.set(i + 1);
                    if (displaced != null) {
                        bucket.remove(displaced);
                    }
                    Entry<String> victim = bucket.find(topics.get(random.nextInt(i + 1)), QUESTION);
                    if (victim != null && random.nextInt(4) == 0) {
                        bucket.remove(victim);
                    }
                }
            }
            over.set(true);
            for (Future<Long> reader : readers) {
                assertThat(reader.get(60, TimeUnit.SECONDS)).isPositive();
            }
        } finally {
            over.set(true);
            executor.shutdownNow();
        }
    }
}
