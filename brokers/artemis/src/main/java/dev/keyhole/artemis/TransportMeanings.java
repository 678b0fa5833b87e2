package dev.keyhole.artemis;

import dev.keyhole.host.config.Configuration;
import dev.keyhole.spi.RawOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a configuration says about each transport, wherever in the file it says so. May hold secrets, and shows nothing.
 * Immutable.
 */
final class TransportMeanings {

    private final Map<String, List<String>> texts;

    private TransportMeanings(Map<String, List<String>> texts) {
        this.texts = Map.copyOf(texts);
    }

    static TransportMeanings of(Configuration configuration) {
        Map<String, List<String>> texts = new HashMap<>();
        List<Configuration.Transport> all = new ArrayList<>(configuration.transports());
        configuration.admin().ifPresent(all::add);
        for (Configuration.Transport transport : all) {
            List<String> text = new ArrayList<>();
            text.add(transport.type());
            text.add(transport.address());
            text.add(transport.protocol());
            add(text, configuration, transport.authentication().or(configuration::authentication));
            add(text, configuration, transport.entitlement().or(configuration::entitlement));
            add(text, configuration.settings());
            texts.put(transport.name(), List.copyOf(text));
        }
        return new TransportMeanings(texts);
    }

    private static void add(List<String> text, Configuration configuration, Optional<Configuration.Chain> chain) {
        text.add("chain");
        chain.stream().flatMap(modules -> modules.uses().stream()).forEach(use -> {
            text.add(use.module());
            add(text, use.options());
            configuration.modules().stream()
                    .filter(module -> module.name().equals(use.module()))
                    .forEach(module -> {
                        text.add(module.library());
                        add(text, module.options());
                    });
        });
    }

    private static void add(List<String> text, List<RawOption> options) {
        text.add(String.valueOf(options.size()));
        options.forEach(option -> {
            text.add(option.name());
            text.add(option.value());
        });
    }

    /** Names of transports that the later one doesn't say the same about, those that only one of both has included. */
    Set<String> changedIn(TransportMeanings later) {
        Set<String> names = new LinkedHashSet<>(texts.keySet());
        names.addAll(later.texts.keySet());
        return names.stream()
                .filter(name ->
                        !Optional.ofNullable(texts.get(name)).equals(Optional.ofNullable(later.texts.get(name))))
                .collect(Collectors.toUnmodifiableSet());
    }

    @Override
    public String toString() {
        return "TransportMeanings" + texts.keySet();
    }
}
