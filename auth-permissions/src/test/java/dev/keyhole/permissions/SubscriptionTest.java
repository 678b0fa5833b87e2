package dev.keyhole.permissions;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyhole.spi.EntitlementDecision;
import dev.keyhole.spi.EntitlementDecision.Granted;
import dev.keyhole.spi.Operation;
import dev.keyhole.spi.Permission;
import dev.keyhole.spi.Resource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Decisions about subscriptions to patterns. */
class SubscriptionTest {

    private static EntitlementDecision subscribe(PermissionsDocument document, String filter) {
        return document.decide(Permission.READ, Resource.topic(filter), Operation.SUBSCRIBE_PATTERN);
    }

    private static boolean mayStand(String filter, String... entries) {
        return subscribe(Documents.topics(entries), filter) instanceof Granted;
    }

    private static String reads(String pattern) {
        return "{'topic': '" + pattern + "', 'read': true}";
    }

    private static String denies(String pattern) {
        return "{'topic': '" + pattern + "', 'write': true}";
    }

    @ParameterizedTest
    @CsvSource({
        "desk/#,desk/fx,true",
        "desk/#,desk,true",
        "desk/#,desks,false",
        "desk/#,other/fx,false",
        "desk/+,desk/fx,true",
        "desk/+,desk/fx/spot,false",
        "desk/+,desk,false",
        "+/fx,desk/fx,true",
        "+/fx,desk/credit,false",
        "desk/+/spot,desk/fx/spot,true",
        "desk/+/spot,desk/fx/forward,false",
        "desk.#,^desk[.]fx$,true",
        "desk.*.spot,^desk[.]fx,true",
        "#,anything,true",
        "+,anything,true",
        "+,any/thing,false",
        "/#,/desk,true",
        "/desk/#,/desk/fx,true",
        "/+/fx,/desk/fx,true",
        "/+/fx,desk/fx,false",
        "desk/#,^desk/,true",
        "desk/#,^desk/fx/,true",
        "desk/#,^de,true",
        "desk/#,^other/,false",
        "desk/#,^desk$,true",
        "desk/#,^other$,false",
        "desk/#,^other/[a-z]+$|^more/,false",
        "desk/#,^(other|more)/,true",
        "desk/#,^(other|desk)/[a-z]+$,true",
        "desk/#,/spot$,true",
        "desk/#,spot.*,true",
        "desk/#,.*,true",
        "desk/#,^/desk/,false"
    })
    void standsIfSomethingUnderItMayBeReadable(String filter, String readable, boolean stands) {
        assertThat(mayStand(filter, reads(readable))).isEqualTo(stands);
    }

    @Test
    void isRefusedWhereEverythingUnderItIsDenied() {
        assertThat(mayStand("desk/secret/#", denies("^desk/secret"), reads("^desk/")))
                .isFalse();
        assertThat(mayStand("desk/+/x", denies("^desk/"), reads(".*"))).isFalse();
        assertThat(mayStand("desk/#", denies("^desk/"), reads("^desk/fx/"))).isFalse();
        assertThat(mayStand("desk/#", denies("desk/fx"), reads("desk/fx"))).isFalse();
        assertThat(mayStand("desk/#")).isFalse();
        assertThat(mayStand("desk/#", "{'topic': '^desk/', 'write': true}")).isFalse();
    }

    @Test
    void standsWhereADenialLeavesSomething() {
        // 'desk' itself is matched by the filter, and not by the entry that denies.
        assertThat(mayStand("desk/#", denies("^desk/"), reads(".*"))).isTrue();
        assertThat(mayStand("desk/#", denies("^desk/credit"), reads("^desk/"))).isTrue();
        assertThat(mayStand("desk/#", reads("^desk/fx"), denies("^desk"))).isTrue();
    }

    @Test
    void standsByItsOwnTextToo() {
        assertThat(mayStand("desk/#", reads("^desk/#$"))).isTrue();
    }

    @Test
    void saysWhichEntryWasDecisive() {
        PermissionsDocument document = Documents.topics(reads("other/fx"), reads("desk/fx"));
        assertThat(subscribe(document, "desk/#").explanation().rule()).isEqualTo("/topic/1");
        assertThat(subscribe(Documents.topics(denies("^desk")), "desk/#")
                        .explanation()
                        .rule())
                .isEqualTo("/topic/0");
    }

    @Test
    void promisesNothingOfTopicsNorOfOtherPermissions() {
        PermissionsDocument document = Documents.topics("{'topic': 'desk/fx', 'read': true, 'write': true}");
        assertThat(document.decide(Permission.READ, Resource.topic("desk/#"), Operation.RECEIVE))
                .isInstanceOf(EntitlementDecision.Denied.class);
        assertThat(document.decide(Permission.WRITE, Resource.topic("desk/#"), Operation.SUBSCRIBE_PATTERN))
                .isInstanceOf(EntitlementDecision.Denied.class);
        assertThat(subscribe(document, "desk/\n#")).isInstanceOf(EntitlementDecision.Denied.class);
        assertThat(subscribe(document, "desk/credit")).isInstanceOf(EntitlementDecision.Denied.class);
    }

    private static final String[] LEVELS = {"a", "b", "ab", ""};

    private static final String[] PATTERNS = {
        "^a/", "^a", "b$", "/a$", ".*", "a/b", "^a/[^/]+$", "^(a|b)/a", "^a/(?!b)", "(?i)^A/b", "^b$", "^(?:a/){2}b"
    };

    private static String any(Random random, String... choices) {
        return choices[random.nextInt(choices.length)];
    }

    private static String name(Random random) {
        return IntStream.rangeClosed(0, random.nextInt(4))
                .mapToObj(level -> any(random, LEVELS))
                .collect(Collectors.joining("/"));
    }

    /** A filter that matches a name: some levels of it replaced by what stands for them. */
    private static String filter(Random random, String name) {
        List<String> levels = new ArrayList<>(List.of(name.split("/", -1)));
        for (int i = 0; i < levels.size(); i++) {
            if (random.nextInt(3) == 0) {
                levels.set(i, "+");
            }
        }
        if (random.nextBoolean()) {
            int keep = random.nextInt(levels.size() + 1);
            levels.subList(keep, levels.size()).clear();
            levels.add("#");
        }
        return String.join("/", levels);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void standsWheneverATopicThatItMatchesIsReadable(long seed) {
        Random random = new Random(seed);
        int readable = 0;
        for (int i = 0; i < 3_000; i++) {
            String[] entries = IntStream.rangeClosed(0, random.nextInt(8))
                    .mapToObj(entry -> random.nextBoolean() ? any(random, PATTERNS) : "/" + name(random))
                    .map(pattern -> random.nextBoolean() ? reads(pattern) : denies(pattern))
                    .toArray(String[]::new);
            PermissionsDocument document = Documents.topics(entries);
            String name = random.nextBoolean() ? name(random) : "/" + name(random);
            if (document.decide(Permission.READ, Resource.topic(name)) instanceof Granted) {
                readable++;
                String filter = filter(random, name);
                assertThat(subscribe(document, filter))
                        .as("'%s' with '%s' readable by %s", filter, name, List.of(entries))
                        .isInstanceOf(Granted.class);
            }
        }
        assertThat(readable).isGreaterThan(200);
    }
}
