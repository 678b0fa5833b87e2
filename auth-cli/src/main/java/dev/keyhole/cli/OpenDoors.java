package dev.keyhole.cli;

import dev.keyhole.host.config.Configuration;
import dev.keyhole.host.config.Configuration.Chain;
import dev.keyhole.host.config.Configuration.Transport;
import dev.keyhole.host.config.Configuration.Use;
import dev.keyhole.spi.RawOption;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Finds where a configuration lets more happen than a reader may expect. */
final class OpenDoors {

    private static final String ANYBODY = "amps-default-authentication-module";
    private static final String EVERYTHING = "amps-default-entitlement-module";
    private static final String IMPLICIT = "amps-implicit-authentication-module";

    private static final Set<String> TRUE = Set.of("true", "yes", "enabled", "1");

    private OpenDoors() {}

    static List<LintFinding> findings(Configuration configuration) {
        // Several transports may share a block: each thing is said once.
        Set<LintFinding> findings = new LinkedHashSet<>();
        HttpCheckDoors httpChecks = new HttpCheckDoors(configuration);
        for (Transport transport : configuration.transports()) {
            BuiltInUse.notes(configuration, transport)
                    .forEach(note -> findings.add(LintFinding.warning(transport.location(), note)));
            List<Use> authentication = uses(transport.authentication(), configuration.authentication());
            List<Use> entitlement = uses(transport.entitlement(), configuration.entitlement());
            authentication.forEach(use -> authentication(use, findings));
            entitlement.forEach(use -> entitlement(use, findings));
            authentication.forEach(use -> httpChecks.look(use, findings));
            entitlement.forEach(use -> httpChecks.look(use, findings));
            if (names(authentication, IMPLICIT) && grantsEverything(entitlement)) {
                findings.add(LintFinding.warning(
                        transport.location(),
                        "transport '" + transport.name() + "' lets anybody do everything, without a logon"));
            }
        }
        options(configuration).forEach(option -> option(option, findings));
        return new ArrayList<>(findings);
    }

    private static List<Use> uses(Optional<Chain> own, Optional<Chain> instance) {
        return own.or(() -> instance).map(Chain::uses).orElse(List.of());
    }

    private static boolean names(List<Use> uses, String module) {
        return uses.stream().anyMatch(use -> use.module().equals(module));
    }

    private static boolean grantsEverything(List<Use> entitlement) {
        return entitlement.isEmpty() || names(entitlement, EVERYTHING);
    }

    private static void authentication(Use use, Set<LintFinding> findings) {
        boolean acceptsAnybody = use.module().equals(ANYBODY) || use.module().equals(IMPLICIT);
        if (acceptsAnybody && isTrue(use.options(), "AllowSpoofing")) {
            findings.add(LintFinding.warning(
                    use.location(),
                    "'AllowSpoofing' lets anybody in under any name, with that name's rights and without its"
                            + " password"));
        } else if (use.module().equals(ANYBODY)) {
            findings.add(LintFinding.warning(
                    use.location(), "'" + ANYBODY + "' accepts any user name with any password: nothing is checked"));
        }
    }

    private static void entitlement(Use use, Set<LintFinding> findings) {
        if (use.module().equals(EVERYTHING)) {
            findings.add(LintFinding.warning(
                    use.location(), "'" + EVERYTHING + "' grants everything to whoever is logged on"));
        }
    }

    /** Those of all modules and blocks. */
    private static List<RawOption> options(Configuration configuration) {
        List<RawOption> options = new ArrayList<>();
        configuration.modules().forEach(module -> options.addAll(module.options()));
        List<Optional<Chain>> chains = new ArrayList<>();
        chains.add(configuration.authentication());
        chains.add(configuration.entitlement());
        for (Transport transport : configuration.transports()) {
            chains.add(transport.authentication());
            chains.add(transport.entitlement());
        }
        chains.stream()
                .flatMap(Optional::stream)
                .flatMap(chain -> chain.uses().stream())
                .forEach(use -> options.addAll(use.options()));
        return options;
    }

    private static void option(RawOption option, Set<LintFinding> findings) {
        String value = option.value().strip();
        if (option.name().equals("ResourceURI") && isClearTextToElsewhere(value)) {
            findings.add(LintFinding.warning(
                    option.location(), "passwords go to another host in the clear; use https for 'ResourceURI'"));
        }
        if (option.name().equals("AllowUnverifiedPeer") && isTrue(value)) {
            findings.add(LintFinding.warning(
                    option.location(),
                    "'AllowUnverifiedPeer' accepts any server's certificate: whoever sits in between gets the"
                            + " passwords"));
        }
    }

    private static boolean isClearTextToElsewhere(String uri) {
        // A token in braces is no character of a URI, and has no place in the host.
        String plain = uri.replaceAll("\\{\\{[^}]*\\}\\}", "token");
        try {
            URI parsed = URI.create(plain);
            String host = parsed.getHost() == null ? "" : parsed.getHost();
            boolean here = host.equals("localhost") || host.startsWith("127.") || host.equals("[::1]");
            return "http".equalsIgnoreCase(parsed.getScheme()) && !here;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static boolean isTrue(List<RawOption> options, String name) {
        return options.stream().anyMatch(option -> option.name().equals(name) && isTrue(option.value()));
    }

    static boolean isTrue(String value) {
        return TRUE.contains(value.strip().toLowerCase(Locale.ROOT));
    }
}
