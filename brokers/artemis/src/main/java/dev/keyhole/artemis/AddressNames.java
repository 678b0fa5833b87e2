package dev.keyhole.artemis;

import dev.keyhole.artemis.AddressName.Topic;
import dev.keyhole.artemis.AddressName.Unusable;
import dev.keyhole.host.HostSettings.NameStyle;
import dev.keyhole.spi.Resource;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.apache.activemq.artemis.core.config.WildcardConfiguration;
import org.apache.activemq.artemis.core.protocol.mqtt.MQTTUtil;

/**
 * Gives addresses of the broker their canonical names. Thread-safe.
 *
 * <p>Two addresses never share a name, and two names never share an address. MQTT's {@code desk/fx} and everybody else's
 * {@code desk.fx} are one address to the broker. MQTT's {@code desk.fx}, one level with a dot in it, is another: the
 * broker writes it {@code desk\.fx}. An address that can't be told apart from another one in the canonical style, or
 * that would be a pattern in some protocol, has no name.
 */
final class AddressNames {

    private static final char ESCAPE = '\\';

    /** The broker asks about the same few addresses at each message. */
    static final int MOST_KNOWN = 10_000;

    /** Clients may make up addresses as long as they please, which aren't to fill the memory. */
    static final int LONGEST_KNOWN = 200;

    private final char separator;
    private final WildcardConfiguration syntax;
    private final Set<String> internalAddresses;

    /** Names that were asked for before; forgotten all at once when there are too many. */
    private final Map<String, AddressName> known = new ConcurrentHashMap<>();

    /**
     * @param style how canonical names are written
     * @param syntax how the broker writes addresses
     * @param internalAddresses addresses that nobody may use by their name
     */
    AddressNames(NameStyle style, WildcardConfiguration syntax, Set<String> internalAddresses) {
        this.separator = style.separator();
        this.syntax = syntax;
        this.internalAddresses = Set.copyOf(internalAddresses);
    }

    /** The name of the address that a topic of MQTT stands for. */
    AddressName ofMqttTopic(String topic) {
        return of(toAddress(topic));
    }

    /** The address that a topic, or the filter of a subscription, of MQTT stands for. */
    String toAddress(String topic) {
        return MQTTUtil.getCoreAddressFromMqttTopic(topic, syntax);
    }

    /**
     * @param address as the broker writes it, without a queue's name after it
     */
    AddressName of(String address) {
        AddressName before = known.get(address);
        if (before != null) {
            return before;
        }
        AddressName name = nameOf(address);
        if (name instanceof Topic && address.length() <= LONGEST_KNOWN) {
            if (known.size() >= MOST_KNOWN) {
                known.clear();
            }
            known.put(address, name);
        }
        return name;
    }

    private AddressName nameOf(String address) {
        if (address.startsWith("$") || internalAddresses.contains(address)) {
            return new Unusable(Refusal.INTERNAL_ADDRESS);
        }
        if (syntax.isWild(address)) {
            return new Unusable(Refusal.WILDCARD);
        }
        StringBuilder name = new StringBuilder(address.length());
        for (int i = 0; i < address.length(); i++) {
            char c = address.charAt(i);
            if (c == syntax.getDelimiter()) {
                name.append(separator);
            } else if (c == ESCAPE && i + 1 < address.length() && address.charAt(i + 1) == syntax.getDelimiter()) {
                i++;
                if (syntax.getDelimiter() == separator) {
                    return new Unusable(Refusal.NO_CANONICAL_NAME);
                }
                name.append(syntax.getDelimiter());
            } else if (isPlain(c)) {
                name.append(c);
            } else {
                return new Unusable(Refusal.NO_CANONICAL_NAME);
            }
        }
        return name.isEmpty() ? new Unusable(Refusal.NO_CANONICAL_NAME) : new Topic(Resource.topic(name.toString()));
    }

    /** Whether an address stands for all addresses that match it. */
    boolean isPattern(String address) {
        return syntax.isWild(address);
    }

    /**
     * What a pattern is called in rules: with slashes as MQTT writes it ({@code desk/+/#}), with dots as the broker does
     * ({@code desk.*.#}).
     */
    AddressName ofPattern(String address) {
        if (address.startsWith("$")) {
            return new Unusable(Refusal.INTERNAL_ADDRESS);
        }
        StringBuilder name = new StringBuilder(address.length());
        for (String level : address.split(Pattern.quote(syntax.getDelimiterString()), -1)) {
            if (!name.isEmpty()) {
                name.append(separator);
            }
            if (level.equals(syntax.getAnyWordsString())) {
                name.append(MQTTUtil.HASH);
            } else if (level.equals(syntax.getSingleWordString())) {
                name.append(separator == MQTTUtil.SLASH ? MQTTUtil.PLUS : '*');
            } else if (level.chars().allMatch(c -> isPlain((char) c))) {
                name.append(level);
            } else {
                return new Unusable(Refusal.NO_CANONICAL_NAME);
            }
        }
        return new Topic(Resource.topic(name.toString()));
    }

    /** Whether a character means itself in every protocol and in the canonical name. */
    private boolean isPlain(char c) {
        return c != ESCAPE
                && c != separator
                && c != syntax.getDelimiter()
                && c != syntax.getSingleWord()
                && c != syntax.getAnyWords()
                && c != MQTTUtil.SLASH
                && c != MQTTUtil.PLUS
                && c != MQTTUtil.HASH;
    }
}
