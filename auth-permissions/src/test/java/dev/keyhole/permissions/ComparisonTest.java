package dev.keyhole.permissions;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keyhole.spi.EntitlementDecision;
import dev.keyhole.spi.Permission;
import dev.keyhole.spi.Resource;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whether a document grants more than another one. */
class ComparisonTest {

    private static PermissionsDocument parse(String json) {
        return PermissionsDocument.parse(json.replace('\'', '"').getBytes(UTF_8));
    }

    private static boolean isWithin(String granted, String held) {
        return parse(granted).beyond(parse(held)).isEmpty();
    }

    private static String topics(String... entries) {
        return "{'topic':[" + String.join(",", entries) + "]}";
    }

    private static String read(String topic) {
        return "{'topic':'" + topic + "','read':true}";
    }

    private static String deny(String topic) {
        return "{'topic':'" + topic + "','read':false}";
    }

    @ParameterizedTest
    @CsvSource({
        "/desk/fx, /desk/fx",
        "/desk/fx, ^/desk/",
        "^/desk/fx/, ^/desk/",
        "^/desk/fx/[a-z]+$, ^/desk/",
        "^/desk/, .*",
        "^/desk/(fx|rates)/, ^/desk/",
        "/spot$, .*",
        "(?=x)y, (?=x)y",
    })
    void whatIsCoveredIsWithin(String granted, String held) {
        assertThat(isWithin(topics(read(granted)), topics(read(held)))).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "/desk/fx, /desk/rates",
        "^/desk/, ^/desk/fx/",
        ".*, ^/desk/",
        "/desk/.*, ^/desk/",
        "^/desk, ^/desk/",
        "^/desk/|^/hr/, ^/desk/",
        "(?i)^/DESK/, ^/desk/",
        "^/desk/, ^/desk/[a-z]+",
        "/desk/fx, (?=/desk)/desk/fx",
    })
    void whatCantBeProvedIsMore(String granted, String held) {
        assertThat(isWithin(topics(read(granted)), topics(read(held)))).isFalse();
    }

    @Test
    void leavingOutADenialGrantsMore() {
        String held = topics(deny("^/desk/secret/"), read("^/desk/"));
        assertThat(isWithin(held, held)).isTrue();
        assertThat(isWithin(topics(read("^/desk/")), held)).isFalse();
        assertThat(isWithin(topics(read("^/desk/"), deny("^/desk/secret/")), held))
                .isFalse();
        assertThat(isWithin(topics(deny("^/desk/secret"), read("^/desk/")), held))
                .isTrue();
        assertThat(isWithin(topics(deny("^/desk/secret/plan"), read("^/desk/")), held))
                .isFalse();
        assertThat(isWithin(topics(read("^/desk/fx/")), held)).isTrue();
        assertThat(isWithin(topics(deny("^/other"), deny("^/desk/secret/"), read("^/desk/fx")), held))
                .isTrue();
    }

    @Test
    void aWiderEntryBeforeAnIdenticalListIsMore() {
        String held = topics(deny("^/hr/"), read("^/desk/"));
        assertThat(isWithin(topics(read("/hr/pay"), deny("^/hr/"), read("^/desk/")), held))
                .isFalse();
        assertThat(isWithin(topics(read("/desk/pay"), deny("^/hr/"), read("^/desk/")), held))
                .isTrue();
    }

    @Test
    void filtersAndSelectListsMayBeAddedAndNotTakenAway() {
        String filtered = "{'topic':'^/desk/','read':'/a = 1','select':'-/,+/id'}";
        String whole = read("^/desk/");
        assertThat(isWithin(topics(filtered), topics(filtered))).isTrue();
        assertThat(isWithin(topics(filtered), topics(whole))).isTrue();
        assertThat(isWithin(topics(whole), topics(filtered))).isFalse();
        assertThat(isWithin(topics(filtered.replace("a = 1", "a = 2")), topics(filtered)))
                .isFalse();
        assertThat(isWithin(topics(filtered.replace("+/id", "+/pay")), topics(filtered)))
                .isFalse();
        assertThat(isWithin(topics("{'topic':'/desk/x','read':'/a = 1'}"), topics(filtered)))
                .isFalse();
    }

    @Test
    void eachPermissionCountsAlone() {
        String held = topics("{'topic':'^/a/','read':true}", "{'topic':'.*','write':true}");
        assertThat(isWithin(topics("{'topic':'^/a/','write':true}"), held)).isFalse();
        assertThat(isWithin(topics("{'topic':'^/b/','write':true}"), held)).isTrue();
        assertThat(isWithin("{'admin':[{'topic':'/b','read':true}]}", held)).isFalse();
        assertThat(isWithin("{'replicated-topics':['/b']}", held)).isFalse();
        assertThat(isWithin("{'replicated-topics':['/b/x']}", "{'replicated-topics':['^/b/']}"))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"logon", "replication-logon"})
    void logonsAreHeldOrNot(String field) {
        String yes = "{'" + field + "':true}";
        String no = "{'" + field + "':false}";
        assertThat(isWithin(yes, yes)).isTrue();
        assertThat(isWithin(yes, no)).isFalse();
        assertThat(isWithin(yes, "{}")).isFalse();
        assertThat(isWithin(no, yes)).isTrue();
        assertThat(isWithin("{}", yes)).isTrue();
        assertThat(isWithin("{}", no)).isFalse();
        assertThat(isWithin(no, "{}")).isTrue();
    }

    @Test
    void lookAroundsAreKeptAsTheyAreAtTheBeginning() {
        String counted = deny("^/desk/(?!fx)");
        String held = topics(counted, read("^/desk/"));
        assertThat(isWithin(topics(counted, read("^/desk/fx")), held)).isTrue();
        assertThat(isWithin(topics(read("^/desk/fx")), held)).isFalse();
    }

    @Test
    void theFirstEntryThatGrantsMoreIsNamed() {
        PermissionsDocument granted = parse(topics(read("/a"), deny("/b"), read("/c")));
        PermissionsDocument held = parse(topics(read("/a"), read("/b")));
        assertThat(granted.beyond(held).orElseThrow().pointer()).isEqualTo("/topic/2");
        assertThat(granted.beyond(held).orElseThrow().message()).contains("reading");
    }

    /** No name shows the contrary, however documents are made up. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void noNameIsGrantedThatIsntHeld(long seed) {
        Random random = new Random(seed);
        List<String> patterns = List.of(
                "/a", "/a/b", "/b", "^/a", "^/a/", "^/b", ".*", "b$", "^/a/b$", "/", "a/", "^/(a|b)/", "^/a/[bc]");
        List<String> names = List.of("/a", "/b", "/a/b", "/b/a", "/a/c", "/", "x", "/a/b/c", "/ab", "/b/b");
        int within = 0;
        for (int i = 0; i < 5_000; i++) {
            PermissionsDocument granted = random(random, patterns);
            PermissionsDocument held = random(random, patterns);
            if (granted.beyond(held).isPresent()) {
                continue;
            }
            within++;
            for (String name : names) {
                for (Permission permission : List.of(Permission.READ, Permission.WRITE)) {
                    EntitlementDecision given = granted.decide(permission, Resource.topic(name));
                    EntitlementDecision had = held.decide(permission, Resource.topic(name));
                    if (given instanceof EntitlementDecision.Granted grant) {
                        assertThat(had).as(name).isInstanceOf(EntitlementDecision.Granted.class);
                        EntitlementDecision.Granted most = (EntitlementDecision.Granted) had;
                        assertThat(most.filter().isEmpty() || most.filter().equals(grant.filter()))
                                .as(name)
                                .isTrue();
                    }
                }
            }
        }
        assertThat(within).isGreaterThan(100);
    }

    private static PermissionsDocument random(Random random, List<String> patterns) {
        List<String> values = List.of("true", "false", "'/x = 1'");
        String entries = IntStream.range(0, random.nextInt(4))
                .mapToObj(i -> "{'topic':'" + patterns.get(random.nextInt(patterns.size())) + "','read':"
                        + values.get(random.nextInt(3)) + ",'write':" + values.get(random.nextInt(2)) + "}")
                .collect(Collectors.joining(","));
        return parse("{'topic':[" + entries + "]}");
    }
}
