package dev.keyhole.simple;

import dev.keyhole.spi.ConfigurationException;
import dev.keyhole.spi.EntitlementDecision;
import dev.keyhole.spi.Explanation;
import dev.keyhole.spi.Option;
import dev.keyhole.spi.Options;
import dev.keyhole.spi.Permission;
import dev.keyhole.spi.Place;
import dev.keyhole.spi.Resource;
import java.util.Locale;
import java.util.Optional;

/**
 * Grants by name: what a denied pattern finds is denied, and of the rest what the allowed pattern finds is granted. A
 * pattern that gives up on a name denies it.
 *
 * @param allowed names that may be granted
 * @param denied names that are never granted, allowed or not
 * @param granted the one permission that is granted; read and write if empty
 */
record SimpleAccess(NamePattern allowed, Optional<NamePattern> denied, Optional<Granted> granted)
        implements EntitlementPolicy {

    static final Option<NamePattern> ALLOWED_TOPICS = Option.of(
                    "AllowedTopics",
                    "a regular expression",
                    "names that clients may use, as far as DeniedTopics leaves them",
                    NamePattern::compile)
            .withDefault(NamePattern.compile(".*"))
            .onlyIn(Place.MODULE, Place.ENTITLEMENT);

    static final Option<NamePattern> DENIED_TOPICS = Option.of(
                    "DeniedTopics",
                    "a regular expression",
                    "names that no client may use, allowed or not",
                    NamePattern::compile)
            .onlyIn(Place.MODULE, Place.ENTITLEMENT);

    static final Option<Granted> GRANTED_PERMISSIONS = Option.choice(
                    "GrantedPermissions", "the one permission to grant; both if absent", Granted.class)
            .onlyIn(Place.MODULE, Place.ENTITLEMENT);

    /** What {@code GrantedPermissions} may say. */
    enum Granted {
        READ,
        WRITE
    }

    /**
     * @throws ConfigurationException if there is neither an allowed nor a denied pattern
     */
    static SimpleAccess read(Options options) {
        if (!options.isGiven(ALLOWED_TOPICS) && !options.isGiven(DENIED_TOPICS)) {
            throw new ConfigurationException(
                    ALLOWED_TOPICS,
                    "'AllowedTopics' and 'DeniedTopics' are both missing: give at least one of them, for instance"
                            + " <AllowedTopics>.*</AllowedTopics> to allow every name");
        }
        return new SimpleAccess(
                options.get(ALLOWED_TOPICS), options.find(DENIED_TOPICS), options.find(GRANTED_PERMISSIONS));
    }

    @Override
    public EntitlementDecision judge(Permission permission, Resource resource) {
        return switch (resource.type()) {
            case LOGON -> EntitlementDecision.granted(Explanation.of("every user may log on"));
            case REPLICATION_LOGON ->
                grants(Granted.WRITE)
                        ? EntitlementDecision.granted(Explanation.of("replication needs write, which is granted"))
                        : withheld("replication needs write");
            case TOPIC, ADMIN ->
                switch (permission) {
                    case READ -> grants(Granted.READ) ? byName(resource.name()) : withheld("read isn't granted");
                    case WRITE -> grants(Granted.WRITE) ? byName(resource.name()) : withheld("write isn't granted");
                    case REPLICATE ->
                        grants(Granted.WRITE) ? byName(resource.name()) : withheld("replicate needs write");
                    case LOGON -> throw new IllegalArgumentException("a name can't be logged on to");
                };
        };
    }

    private boolean grants(Granted permission) {
        return granted.map(only -> only == permission).orElse(true);
    }

    private EntitlementDecision withheld(String why) {
        String only = granted.map(permission -> permission.name().toLowerCase(Locale.ROOT))
                .orElse("both");
        return EntitlementDecision.denied(Explanation.of(why + ": GrantedPermissions is " + only));
    }

    private EntitlementDecision byName(String name) {
        return denied.flatMap(pattern -> refuse(pattern, name)).orElseGet(() -> allow(name));
    }

    private static Optional<EntitlementDecision> refuse(NamePattern pattern, String name) {
        return switch (pattern.search(name)) {
            case FOUND -> Optional.of(EntitlementDecision.denied(because(pattern, "DeniedTopics matches the name")));
            case NOT_FOUND -> Optional.empty();
            case GAVE_UP ->
                Optional.of(EntitlementDecision.denied(because(pattern, "DeniedTopics " + NamePattern.GIVING_UP)));
        };
    }

    private EntitlementDecision allow(String name) {
        return switch (allowed.search(name)) {
            case FOUND -> EntitlementDecision.granted(because(allowed, "AllowedTopics matches the name"));
            case NOT_FOUND -> EntitlementDecision.denied(because(allowed, "AllowedTopics doesn't match the name"));
            case GAVE_UP -> EntitlementDecision.denied(because(allowed, "AllowedTopics " + NamePattern.GIVING_UP));
        };
    }

    private static Explanation because(NamePattern pattern, String detail) {
        return new Explanation("", pattern.text(), detail);
    }
}
