package dev.keyhole.artemis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyhole.artemis.AddressName.Topic;
import dev.keyhole.artemis.AddressName.Unusable;
import dev.keyhole.host.HostSettings.NameStyle;
import dev.keyhole.spi.Resource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.apache.activemq.artemis.core.config.WildcardConfiguration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressNamesTest {

    private static final Set<String> INTERNAL = Set.of("activemq.management", "activemq.notifications");

    private final AddressNames slashes = names(NameStyle.SLASH);
    private final AddressNames dots = names(NameStyle.DOT);

    private static AddressNames names(NameStyle style) {
        return new AddressNames(style, new WildcardConfiguration(), INTERNAL);
    }

    @ParameterizedTest
    @CsvSource({
        "desk, desk",
        "desk.fx, desk/fx",
        "desk.fx.spot, desk/fx/spot",
        ".desk.fx, /desk/fx",
        "desk..fx., desk//fx/",
        "desk\\.fx, desk.fx",
        "site.192\\.168\\.0\\.1.up, site/192.168.0.1/up",
        "orders:eu, orders:eu",
        "9e107d9d-372b, 9e107d9d-372b",
        "préis.€, préis/€",
    })
    void anAddressIsNamedWithSlashes(String address, String name) {
        assertThat(slashes.of(address)).isEqualTo(topic(name));
    }

    @ParameterizedTest
    @CsvSource({"desk, desk", "desk.fx.spot, desk.fx.spot", ".desk.fx, .desk.fx"})
    void orWithDotsIfTheConfigurationWantsThat(String address, String name) {
        assertThat(dots.of(address)).isEqualTo(topic(name));
    }

    @Test
    void anAddressThatIsAskedForAgainHasTheSameName() {
        assertThat(slashes.of("desk.fx")).isSameAs(slashes.of("desk.fx"));
    }

    @Test
    void namesAreRightHoweverManyThereAreAndHoweverLong() {
        String end = ".x".repeat(AddressNames.LONGEST_KNOWN);
        for (int round = 0; round < 2; round++) {
            for (int i = 0; i <= AddressNames.MOST_KNOWN; i++) {
                assertThat(slashes.of("desk." + i)).isEqualTo(topic("desk/" + i));
            }
            assertThat(slashes.of("desk" + end)).isEqualTo(topic("desk" + end.replace('.', '/')));
        }
    }

    @ParameterizedTest
    @CsvSource({"desk/fx/spot, desk/fx/spot", "desk.fx, desk.fx", "/desk, /desk", "a//b, a//b", "a./b, a./b"})
    void aTopicOfMqttKeepsItsName(String topic, String name) {
        assertThat(slashes.ofMqttTopic(topic)).isEqualTo(topic(name));
    }

    @Test
    void aDotInALevelOfMqttIsNotALevelOfItsOwn() {
        assertThat(slashes.ofMqttTopic("desk.fx")).isNotEqualTo(slashes.ofMqttTopic("desk/fx"));
        assertThat(slashes.ofMqttTopic("desk/fx")).isEqualTo(slashes.of("desk.fx"));
        assertThat(dots.ofMqttTopic("desk.fx")).isEqualTo(new Unusable(Refusal.NO_CANONICAL_NAME));
    }

    @ParameterizedTest
    @ValueSource(strings = {"#", "*", "desk.#", "desk.*.spot", "*.fx", "desk.#.spot", "desk*", "de#sk", "desk/#"})
    void aPatternIsNoTopic(String address) {
        assertThat(slashes.of(address)).isEqualTo(new Unusable(Refusal.WILDCARD));
        assertThat(dots.of(address)).isEqualTo(new Unusable(Refusal.WILDCARD));
    }

    @ParameterizedTest
    @ValueSource(strings = {"#", "+", "desk/#", "desk/+/spot", "+/fx", "de.sk/#"})
    void norIsAFilterOfMqtt(String filter) {
        assertThat(slashes.ofMqttTopic(filter)).isEqualTo(new Unusable(Refusal.WILDCARD));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "$sys.mqtt.retain.desk.fx",
                "$sys.mqtt.sessions",
                "$SYS.broker.version",
                "$.artemis.internal.sf",
                "$ACTIVEMQ_ARTEMIS_MIRROR_a",
                "$share.group.desk",
                "activemq.management",
                "activemq.notifications",
            })
    void whatIsTheBrokersOwnHasNoName(String address) {
        assertThat(slashes.of(address)).isEqualTo(new Unusable(Refusal.INTERNAL_ADDRESS));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "desk/fx",
                "topic://desk.fx",
                "queue://desk.fx",
                "desk.fx+",
                "desk\\fx",
                "desk\\\\.fx",
                "desk.\\*",
                "desk.\\#",
                "desk.fx\\",
            })
    void anAddressThatCouldBeTwoThingsHasNoName(String address) {
        assertThat(slashes.of(address)).isEqualTo(new Unusable(Refusal.NO_CANONICAL_NAME));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"desk\\/fx.b", "a\\\\/b.c", "desk.fx\\+", "desk.fx\\#", "desk\\fx", "desk\\.fx", "a*b", "a/*"})
    void noEscapeOfMqttLeadsToAnotherAddress(String topic) {
        assertThat(slashes.ofMqttTopic(topic)).isInstanceOf(Unusable.class);
    }

    @ParameterizedTest
    @EnumSource(NameStyle.class)
    void twoAddressesNeverShareAName(NameStyle style) {
        AddressNames names = names(style);
        Random random = new Random(42);
        Map<Resource, String> addresses = new HashMap<>();
        for (int i = 0; i < 200_000; i++) {
            String address = randomText(random, "ab./\\+*#$:");
            if (names.of(address) instanceof Topic topic) {
                assertThat(addresses.putIfAbsent(topic.resource(), address)).isIn(null, address);
            }
        }
        assertThat(addresses).hasSizeGreaterThan(100);
    }

    @Test
    void twoTopicsOfMqttNeverShareAnAddressUnlessItHasNoName() {
        Random random = new Random(43);
        Map<String, String> topics = new HashMap<>();
        List<String> shared = new ArrayList<>();
        for (int i = 0; i < 200_000; i++) {
            String topic = randomText(random, "ab./\\+*#$:");
            if (slashes.ofMqttTopic(topic) instanceof Topic) {
                String before = topics.putIfAbsent(slashes.toAddress(topic), topic);
                if (before != null && !before.equals(topic)) {
                    shared.add(before + " and " + topic);
                }
            }
        }
        assertThat(shared).isEmpty();
        assertThat(topics).hasSizeGreaterThan(100);
    }

    private static String randomText(Random random, String alphabet) {
        StringBuilder text = new StringBuilder();
        int length = 1 + random.nextInt(6);
        for (int i = 0; i < length; i++) {
            text.append(alphabet.charAt(random.nextInt(alphabet.length())));
        }
        return text.toString();
    }

    private static AddressName topic(String name) {
        return new Topic(Resource.topic(name));
    }
}
