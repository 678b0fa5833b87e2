package dev.keyhole.service;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.keyhole.service.token.TokenService;
import dev.keyhole.service.token.TokenServiceBuilder;
import dev.keyhole.spi.ConfigurationException;
import dev.keyhole.spi.Problem;
import dev.keyhole.spi.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Reads the configuration of a service from a file in YAML. */
public final class ServiceConfiguration {

    private final YamlSection root;
    private final Path folder;
    private final List<Problem> problems;

    private ServiceConfiguration(YamlSection root, Path folder, List<Problem> problems) {
        this.root = root;
        this.folder = folder;
        this.problems = problems;
    }

    /**
     * A service over the files {@code permissions/}, {@code passwords} and, if they are there, {@code groups} and {@code
     * digests} of a folder: what there is without a configuration.
     */
    public static PermissionsServiceBuilder files(Path folder) {
        PermissionsServiceBuilder builder = PermissionsService.builder()
                .documents(folder.resolve("permissions"))
                .passwords(folder.resolve("passwords"));
        Path groups = folder.resolve("groups");
        Path digests = folder.resolve("digests");
        PermissionsServiceBuilder withGroups = Files.exists(groups) ? builder.groups(groups) : builder;
        return Files.exists(digests) ? withGroups.digests(digests) : withGroups;
    }

    /**
     * Reads a file. Paths in it are relative to its folder.
     *
     * @throws ConfigurationException with everything that is wrong with it, and the lines; what is wrong with the files
     *     it names, starting the service says
     */
    public static PermissionsServiceBuilder read(Path file) {
        return parse(file).builder();
    }

    /**
     * The database that a configuration names; empty if it names none.
     *
     * @throws ConfigurationException as {@link #read}
     */
    public static Optional<DatabaseSettings> database(Path file) {
        ServiceConfiguration configuration = parse(file);
        configuration.builder();
        return configuration.database();
    }

    /**
     * What is to be kept of new passwords, by a configuration.
     *
     * @throws ConfigurationException as {@link #read}
     */
    public static PasswordSettings passwords(Path file) {
        return parse(file).builder().passwordSettings();
    }

    private static ServiceConfiguration parse(Path file) {
        List<Problem> problems = new ArrayList<>();
        String text;
        try {
            text = Files.readString(file, UTF_8);
        } catch (IOException e) {
            throw new ConfigurationException(List.of(UnreadableFile.problem(file, e)));
        }
        YamlSection root = YamlSection.parse(file.toString(), text, problems);
        Path parent = file.toAbsolutePath().getParent();
        return new ServiceConfiguration(root, parent == null ? Path.of("") : parent, problems);
    }

    private Path path(String name) {
        return folder.resolve(name);
    }

    private PermissionsServiceBuilder builder() {
        PermissionsServiceBuilder builder = PermissionsService.builder();
        root.text("address").ifPresent(builder::address);
        root.number("port").ifPresent(builder::port);
        root.text("realm").ifPresent(builder::realm);
        builder.trustedForwarders(root.texts("trustedForwarders"));
        root.text("forwardedHeader").ifPresent(builder::forwardedHeader);
        if (root.has("metricsFrom")) {
            builder.metricsFrom(root.texts("metricsFrom"));
        }
        root.flag("administration").ifPresent(builder::administration);
        files(builder);
        database().ifPresent(builder::database);
        digest(builder);
        hashes(builder);
        tls(builder);
        checks(builder);
        limits(builder);
        Optional<TokenServiceBuilder> tokens = root.section("tokens").map(this::tokens);
        root.complainAboutOthers();
        if (!problems.isEmpty()) {
            throw new ConfigurationException(problems);
        }
        tokens.map(TokenServiceBuilder::build)
                .ifPresent(service -> builder.routes(service).bearerTokens(service));
        return builder;
    }

    private TokenServiceBuilder tokens(YamlSection section) {
        TokenServiceBuilder tokens = TokenService.builder().keys(path(section.required("keys")));
        section.text("prefix").ifPresent(tokens::prefix);
        section.number("lifetimeSeconds").map(Duration::ofSeconds).ifPresent(tokens::lifetime);
        section.number("maxRenewalSeconds").map(Duration::ofSeconds).ifPresent(tokens::maxRenewal);
        section.number("leewaySeconds").map(Duration::ofSeconds).ifPresent(tokens::leeway);
        section.text("issuer").ifPresent(tokens::issuer);
        section.text("audience").ifPresent(tokens::audience);
        section.text("permissionsClaim").ifPresent(tokens::permissionsClaim);
        section.complainAboutOthers();
        return tokens;
    }

    private void files(PermissionsServiceBuilder builder) {
        root.section("files").ifPresent(files -> {
            if (root.has("database")) {
                files.complain("users come from 'database' or from 'files', not from both");
            }
            files.text("documents").map(this::path).ifPresent(builder::documents);
            files.text("passwords").map(this::path).ifPresent(builder::passwords);
            files.text("digests").map(this::path).ifPresent(builder::digests);
            files.text("groups").map(this::path).ifPresent(builder::groups);
            files.complainAboutOthers();
        });
    }

    private Optional<DatabaseSettings> database() {
        return root.section("database").map(section -> {
            Optional<String> file = section.text("file");
            Optional<String> url = section.text("url");
            if (file.isPresent() == url.isPresent()) {
                section.complain("'database' needs either 'file', for an embedded one, or 'url'");
            }
            DatabaseSettings embedded =
                    DatabaseSettings.embedded(path(file.orElse("store")).toString());
            DatabaseSettings settings = new DatabaseSettings(
                    url.orElse(embedded.url()),
                    section.text("user").orElse(""),
                    section.text("passwordFile").map(this::secret).orElse(Secret.empty()),
                    section.number("maxConnections").orElse(DatabaseSettings.USUAL_CONNECTIONS));
            section.complainAboutOthers();
            return settings;
        });
    }

    private void digest(PermissionsServiceBuilder builder) {
        root.section("digest").ifPresent(section -> {
            DigestSettings usual = DigestSettings.USUAL;
            Set<DigestAlgorithm> algorithms = section.has("algorithms")
                    ? section.texts("algorithms").stream()
                            .flatMap(name -> algorithm(section, name).stream())
                            .collect(Collectors.toSet())
                    : usual.algorithms();
            builder.digest(new DigestSettings(
                    algorithms,
                    section.number("nonceSeconds").map(Duration::ofSeconds).orElse(usual.nonceLifetime()),
                    section.flag("userHash").orElse(usual.userHash())));
            section.complainAboutOthers();
        });
    }

    private static Optional<DigestAlgorithm> algorithm(YamlSection section, String name) {
        Optional<DigestAlgorithm> algorithm = DigestAlgorithm.named(name);
        if (algorithm.isEmpty()) {
            section.complain("the algorithms of Digest are SHA-256 and MD5, and not '" + name + "'");
        }
        return algorithm;
    }

    private void hashes(PermissionsServiceBuilder builder) {
        root.section("hashes").ifPresent(section -> {
            HashSettings usual = HashSettings.USUAL;
            builder.hashes(new HashSettings(
                    scheme(section, section.text("scheme").orElse("bcrypt")),
                    section.number("cost").orElse(usual.cost()),
                    section.number("memoryKiB").orElse(usual.memoryKib()),
                    section.number("passes").orElse(usual.passes()),
                    section.number("lanes").orElse(usual.lanes())));
            section.complainAboutOthers();
        });
    }

    private static HashSettings.Scheme scheme(YamlSection section, String name) {
        return switch (name) {
            case "bcrypt" -> HashSettings.Scheme.BCRYPT;
            case "argon2id" -> HashSettings.Scheme.ARGON2ID;
            default -> {
                section.complain("'scheme' is either 'bcrypt' or 'argon2id'");
                yield HashSettings.Scheme.BCRYPT;
            }
        };
    }

    private Secret secret(String name) {
        try {
            return Secret.of(Files.readString(path(name), UTF_8).stripTrailing());
        } catch (IOException e) {
            problems.add(UnreadableFile.problem(path(name), e));
            return Secret.empty();
        }
    }

    private void tls(PermissionsServiceBuilder builder) {
        root.section("tls").ifPresent(tls -> {
            Path certificate = path(tls.required("certificate"));
            Path key = path(tls.required("key"));
            tls.text("clientAuthority")
                    .map(this::path)
                    .ifPresentOrElse(
                            authority -> builder.tls(certificate, key, authority), () -> builder.tls(certificate, key));
            tls.complainAboutOthers();
        });
    }

    private void checks(PermissionsServiceBuilder builder) {
        root.section("checks").ifPresent(checks -> {
            builder.checksFrom(checks.texts("from"));
            checks.text("answers").ifPresent(answers -> {
                switch (answers) {
                    case "json" -> builder.checkAnswers(CheckAnswers.JSON);
                    case "status" -> builder.checkAnswers(CheckAnswers.STATUS);
                    case "text" -> builder.checkAnswers(CheckAnswers.TEXT);
                    default -> checks.complain("'answers' is 'json', 'status' or 'text'");
                }
            });
            builder.noOpinion(noOpinion(checks));
            if (checks.has("topicExchanges")) {
                builder.topicExchanges(new HashSet<>(checks.texts("topicExchanges")));
            }
            checks.complainAboutOthers();
        });
    }

    private static Set<NoOpinion> noOpinion(YamlSection checks) {
        if (checks.has("noOpinion") && !checks.has("answers")) {
            checks.complain(
                    "with 'noOpinion', 'answers' must say what the brokers read, 'json' or 'status': by the status"
                            + " alone, no opinion in JSON is a yes");
        }
        return checks.texts("noOpinion").stream()
                .flatMap(name -> matter(checks, name).stream())
                .collect(Collectors.toSet());
    }

    private static Optional<NoOpinion> matter(YamlSection checks, String name) {
        return switch (name) {
            case "unknownUsers" -> Optional.of(NoOpinion.UNKNOWN_USERS);
            case "noDocument" -> Optional.of(NoOpinion.NO_DOCUMENT);
            case "noRule" -> Optional.of(NoOpinion.NO_RULE);
            default -> {
                checks.complain("'noOpinion' may name unknownUsers, noDocument and noRule, and not '" + name + "'");
                yield Optional.empty();
            }
        };
    }

    private void limits(PermissionsServiceBuilder builder) {
        root.section("limits").ifPresent(limits -> {
            limits.number("maxDocumentBytes").ifPresent(builder::maxDocumentBytes);
            limits.number("maxConnections").ifPresent(builder::maxConnections);
            limits.number("maxRequests").ifPresent(builder::maxRequests);
            limits.number("maxQueuedVerifications").ifPresent(builder::maxQueuedVerifications);
            limits.complainAboutOthers();
        });
    }
}
