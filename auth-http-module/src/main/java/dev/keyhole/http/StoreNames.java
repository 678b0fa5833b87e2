package dev.keyhole.http;

import dev.keyhole.spi.ConfigurationException;
import dev.keyhole.spi.ContextSettings;
import dev.keyhole.spi.Option;
import dev.keyhole.spi.Options;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Which store a block means. An {@code Entitlement} block that doesn't say it means the one that the {@code
 * Authentication} block of its transport fills, whose context is opened before. Thread-safe.
 */
final class StoreNames {

    private final Options moduleOptions;
    private final Map<String, NavigableSet<String>> filledByTransport = new HashMap<>();

    /**
     * @param moduleOptions those of the {@code Module} element
     */
    StoreNames(Options moduleOptions) {
        this.moduleOptions = moduleOptions;
    }

    /** The store that documents of these options go into; needs a {@code ResourceURI} at least. */
    static String of(Options options) {
        return said(options).orElseThrow();
    }

    private static Optional<String> said(Options options) {
        return options.find(WebServiceOptions.CREDENTIAL_STORE)
                .or(() -> options.find(WebServiceOptions.RESOURCE_URI).map(UriTemplate::toString));
    }

    /** Remembers which store an {@code Authentication} block fills, if its options say it. */
    synchronized void filledBy(ContextSettings authentication) {
        said(authentication.options()).ifPresent(name -> filledByTransport
                .computeIfAbsent(authentication.transport(), transport -> new TreeSet<>())
                .add(name));
    }

    /**
     * The store that an {@code Entitlement} block looks into.
     *
     * @throws ConfigurationException if there is no telling
     */
    synchronized String readBy(ContextSettings entitlement) {
        Options options = entitlement.options();
        Optional<String> said = said(options);
        if (isOwn(WebServiceOptions.CREDENTIAL_STORE, options) || isOwn(WebServiceOptions.RESOURCE_URI, options)) {
            return said.orElseThrow();
        }
        NavigableSet<String> filled = filledByTransport.getOrDefault(entitlement.transport(), new TreeSet<>());
        if (filled.size() == 1) {
            return filled.first();
        }
        if (filled.isEmpty()) {
            return said.orElseThrow(
                    () -> new ConfigurationException(
                            WebServiceOptions.CREDENTIAL_STORE,
                            "nothing says which documents to use, as no Authentication block of transport '"
                                    + entitlement.transport() + "' uses module '" + entitlement.moduleName()
                                    + "': give 'CredentialStore' or 'ResourceURI' as the block does whose documents are meant"));
        }
        return said.filter(filled::contains)
                .orElseThrow(() -> new ConfigurationException(
                        WebServiceOptions.CREDENTIAL_STORE,
                        "the Authentication blocks of transport '" + entitlement.transport()
                                + "' fill several stores: say in 'CredentialStore' which one is meant, of '"
                                + String.join("', '", filled) + "'"));
    }

    /** Whether a block gives the option itself and doesn't have it from the {@code Module} element. */
    private boolean isOwn(Option<?> option, Options block) {
        return block.isGiven(option)
                && !(block.find(option).equals(moduleOptions.find(option))
                        && block.location(option).equals(moduleOptions.location(option)));
    }
}
