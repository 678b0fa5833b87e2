package dev.keyhole.host.config;

import dev.keyhole.spi.Spelling;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The names that may stand in one kind of element, and what to do with all the others: what belongs to other parts of a
 * server is passed over, but a name that comes near one that matters to security is a mistake and never passed over.
 *
 * @param read names of the elements that are read
 * @param passedOver names that are known to belong to other parts, so that they are never taken for misspelt
 * @param misplaced names that are read elsewhere only, each with what to do instead
 */
record Vocabulary(Set<String> read, Set<String> passedOver, Map<String, String> misplaced) {

    static final String ROOT = "AMPSConfig";

    /** What may stand everywhere. */
    private static final Set<String> ALWAYS = Set.of("Include");

    private static final String JUDGES_OTHERS =
            "'Authentication' and 'Entitlement' judge those who connect to this broker; a"
                    + " 'Destination' is what the broker connects to, and has an 'Authenticator' in its 'Transport'";

    static final Vocabulary INSTANCE = new Vocabulary(
            Set.of(
                    "Name",
                    "Modules",
                    "Authentication",
                    "Entitlement",
                    "Authenticator",
                    "Transports",
                    "Admin",
                    "Replication",
                    "Actions",
                    "Keyhole"),
            Set.of(
                    "ClientMaxCapacity",
                    "ClientMessageAgeLimit",
                    "ConfigCycleDetectionThreshold",
                    "ConfigIncludeCommentDefault",
                    "ConfigValidation",
                    "Description",
                    "Environment",
                    "Externals",
                    "Group",
                    "Logging",
                    "MessageDiskLimit",
                    "MessageDiskPath",
                    "MessageMemoryLimit",
                    "MessageTypes",
                    "MiniDumpDirectory",
                    "MiniDumpFileMask",
                    "ProcessName",
                    "Protocols",
                    "RegexTopicSupport",
                    "RequiredMinimumVersion",
                    "SOW",
                    "SOWStatisticsInterval",
                    "SuggestedMinimumVersion",
                    "TopicMetaData",
                    "TransactionLog",
                    "Tuning",
                    "UserDefinedFunctions"),
            Map.of(
                    "Module",
                    "a 'Module' stands in 'Modules'",
                    "Options",
                    "'Options' stands in an 'Authentication', 'Entitlement' or 'Authenticator', after the 'Module' that they"
                            + " are for",
                    "Transport",
                    "a 'Transport' stands in 'Transports'",
                    "Destination",
                    "a 'Destination' stands in 'Replication'",
                    "Action",
                    "an 'Action' stands in 'Actions'"));

    static final Vocabulary TRANSPORT = new Vocabulary(
            Set.of("Name", "Type", "InetAddr", "Protocol", "Authentication", "Entitlement"),
            Set.of(
                    "CAFile",
                    "CAPath",
                    "Certificate",
                    "Ciphers",
                    "ClientMaxCapacity",
                    "ClientMessageAgeLimit",
                    "FileMask",
                    "FileName",
                    "HTTPHeader",
                    "InitialState",
                    "MessageDiskLimit",
                    "MessageDiskPath",
                    "MessageMemoryLimit",
                    "MessageType",
                    "PerMessageDeflate",
                    "PrivateKey",
                    "ReuseAddr",
                    "SecureSocketProtocols",
                    "TransportFilter",
                    "VerifyClient"),
            Map.of(
                    "Authenticator",
                    "an 'Authenticator' gives credentials to outgoing connections and has no place in a 'Transport' that"
                            + " clients connect to",
                    "Module",
                    "a 'Module' of a 'Transport' stands in its 'Authentication' or 'Entitlement'",
                    "Modules",
                    "'Modules' stands directly in 'AMPSConfig'",
                    "Options",
                    "'Options' stands in an 'Authentication' or 'Entitlement', after the 'Module' that they are for",
                    "Keyhole",
                    "'Keyhole' stands directly in 'AMPSConfig'",
                    "Transport",
                    "a 'Transport' stands directly in 'Transports'"));

    static final Vocabulary ADMIN = new Vocabulary(
            Set.of("Authentication", "Entitlement"),
            Set.of(
                    "AnonymousPaths",
                    "Certificate",
                    "Ciphers",
                    "FileName",
                    "HTTPHeader",
                    "InetAddr",
                    "Interval",
                    "PrivateKey",
                    "SQLTransport",
                    "SessionOptions",
                    "WWWAuthenticate"),
            Map.of(
                    "Authenticator",
                    "an 'Authenticator' gives credentials to outgoing connections and has no place in 'Admin'",
                    "Module",
                    "a 'Module' of 'Admin' stands in its 'Authentication' or 'Entitlement'",
                    "Options",
                    "'Options' stands in an 'Authentication' or 'Entitlement', after the 'Module' that they are for"));

    static final Vocabulary DESTINATION = new Vocabulary(
            Set.of("Name", "Transport"),
            Set.of("Compression", "Group", "MessageType", "PassThrough", "SyncType", "Topic"),
            Map.of(
                    "Authentication",
                    JUDGES_OTHERS,
                    "Authenticator",
                    "the 'Authenticator' of a 'Destination' stands in its 'Transport'",
                    "Entitlement",
                    JUDGES_OTHERS,
                    "InetAddr",
                    "the 'InetAddr' of a 'Destination' stands in its 'Transport'",
                    "Module",
                    "the 'Module' of a 'Destination' stands in the 'Authenticator' of its 'Transport'",
                    "Options",
                    "the 'Options' of a 'Destination' stand in the 'Authenticator' of its 'Transport'",
                    "Type",
                    "the 'Type' of a 'Destination' stands in its 'Transport'"));

    static final Vocabulary DESTINATION_TRANSPORT = new Vocabulary(
            Set.of("Name", "Type", "InetAddr", "Authenticator"),
            TRANSPORT.passedOver(),
            Map.of(
                    "Authentication",
                    JUDGES_OTHERS,
                    "Entitlement",
                    JUDGES_OTHERS,
                    "Module",
                    "the 'Module' of a 'Destination' stands in the 'Authenticator' of its 'Transport'",
                    "Options",
                    "the 'Options' of a 'Destination' stand in the 'Authenticator' of its 'Transport'"));

    /** What is wrong with an element of this name that isn't read; empty if it is to be passed over. */
    Optional<String> complaint(String name) {
        if (misplaced.containsKey(name)) {
            return Optional.of(misplaced.get(name));
        }
        if (passedOver.contains(name)) {
            return Optional.empty();
        }
        return Spelling.nearest(name, read)
                .or(() -> Spelling.nearest(name, ALWAYS))
                .or(() -> Spelling.nearest(name, misplaced.keySet()))
                .map(nearest -> "'" + name + "' isn't an element; did you mean '" + nearest + "'?")
                .or(() -> Optional.of(name)
                        .filter(Vocabulary::soundsLikeSecurity)
                        .map(any -> "'" + name + "' isn't an element, but sounds as if it should protect something;"
                                + " known are 'Authentication' and 'Entitlement'"));
    }

    private static boolean soundsLikeSecurity(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return lower.contains("auth") || lower.contains("entitle");
    }
}
