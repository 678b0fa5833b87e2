package dev.keyhole.service;

import static java.util.Objects.requireNonNull;

import com.github.benmanes.caffeine.cache.Ticker;
import dev.keyhole.spi.ConfigurationException;
import dev.keyhole.spi.Problem;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Collects what a service needs, and starts it. Not thread-safe. */
public final class PermissionsServiceBuilder {

    private static final int CORES = Runtime.getRuntime().availableProcessors();

    private String address = "127.0.0.1";
    private int port = 8080;
    private String realm = "Keyhole";
    private int maxDocumentBytes = 1 << 20;
    private int maxConnections = 2_000;
    private int maxQueuedVerifications = 100 * CORES;
    private Optional<Path> documents = Optional.empty();
    private Optional<Path> passwords = Optional.empty();
    private Optional<Path> groups = Optional.empty();
    private Optional<BearerTokens> tokens = Optional.empty();
    private final List<RouteGroup> routes = new ArrayList<>();
    private PasswordHashing hashing = new BcryptHashing();
    private Ticker ticker = Ticker.systemTicker();
    private Clock clock = Clock.systemUTC();

    PermissionsServiceBuilder() {}

    /** Address or host name to listen on; {@code 127.0.0.1} unless told. */
    public PermissionsServiceBuilder address(String value) {
        address = requireNonNull(value);
        return this;
    }

    /** Port to listen on; 8080 unless told, 0 for any free one. */
    public PermissionsServiceBuilder port(int value) {
        port = value;
        return this;
    }

    /** Folder with a document for each user, and for groups in its folder {@code groups}. Required. */
    public PermissionsServiceBuilder documents(Path folder) {
        documents = Optional.of(folder);
        return this;
    }

    /** File in the format of {@code htpasswd}, with bcrypt hashes. Required. */
    public PermissionsServiceBuilder passwords(Path file) {
        passwords = Optional.of(file);
        return this;
    }

    /** File with lines {@code group: user user}, for users without a document of their own. None unless told. */
    public PermissionsServiceBuilder groups(Path file) {
        groups = Optional.of(file);
        return this;
    }

    /** Name of the protected space, shown to whoever is asked for a password; {@code Keyhole} unless told. */
    public PermissionsServiceBuilder realm(String value) {
        realm = requireNonNull(value);
        return this;
    }

    /** Largest document in bytes; 1,048,576 unless told. */
    public PermissionsServiceBuilder maxDocumentBytes(int value) {
        maxDocumentBytes = value;
        return this;
    }

    /** Connections open at one time; 2,000 unless told. Further ones wait to be accepted. */
    public PermissionsServiceBuilder maxConnections(int value) {
        maxConnections = value;
        return this;
    }

    /**
     * Logons that wait for a core to verify their password; 100 for each core unless told, which is about 6 seconds of
     * work at bcrypt's cost 10. Further ones are answered 503.
     */
    public PermissionsServiceBuilder maxQueuedVerifications(int value) {
        maxQueuedVerifications = value;
        return this;
    }

    /** Lets callers in with tokens of this service as well. */
    public PermissionsServiceBuilder bearerTokens(BearerTokens value) {
        tokens = Optional.of(value);
        return this;
    }

    /** Adds paths of their own to the service. */
    public PermissionsServiceBuilder routes(RouteGroup group) {
        routes.add(group);
        return this;
    }

    PermissionsServiceBuilder hashing(PasswordHashing value) {
        hashing = value;
        return this;
    }

    PermissionsServiceBuilder ticker(Ticker value) {
        ticker = value;
        return this;
    }

    PermissionsServiceBuilder clock(Clock value) {
        clock = value;
        return this;
    }

    /**
     * Reads the password file and the groups file, and listens.
     *
     * @throws ConfigurationException with every problem of the settings and of those files at once; nothing is left
     *     open then
     */
    public PermissionsService start() {
        List<Problem> problems = settingsProblems();
        Path passwordFile = passwords.orElse(Path.of(""));
        Path folder = documents.orElse(Path.of(""));
        Store files = new FilesStore(
                new HtpasswdStore(passwordFile, clock),
                new FolderDocumentStore(folder, groups, maxDocumentBytes, clock));
        if (passwords.isPresent() && documents.isPresent()) {
            problems.addAll(files.problems());
        }
        if (!problems.isEmpty()) {
            throw new ConfigurationException(problems);
        }
        HttpSettings settings = new HttpSettings(address, port, realm, maxConnections);
        PasswordVerifier verifier =
                new PasswordVerifier(files::password, hashing, CORES, maxQueuedVerifications, ticker);
        try {
            List<RouteGroup> all = new ArrayList<>(List.of(new PermissionsHandler()));
            all.addAll(routes);
            HttpServer server = HttpServer.start(settings, verifier, files, tokens, clock, all);
            return new PermissionsService(server, verifier);
        } catch (RuntimeException e) {
            verifier.close();
            throw e;
        }
    }

    private List<Problem> settingsProblems() {
        List<Problem> problems = new ArrayList<>();
        if (documents.isEmpty()) {
            problems.add(Problem.of("a folder of permissions documents is needed"));
        }
        if (passwords.isEmpty()) {
            problems.add(Problem.of("a password file is needed: htpasswd -cB -C 10 FILE USER makes one"));
        }
        if (port < 0 || port > 65_535) {
            problems.add(Problem.of("port " + port + " isn't between 0 and 65535"));
        }
        if (!realm.chars().allMatch(c -> c >= ' ' && c < 127 && c != '"' && c != '\\')) {
            problems.add(Problem.of("the realm may hold printable ASCII without quotes and backslashes only"));
        }
        atLeastOne("maxDocumentBytes", maxDocumentBytes, problems);
        atLeastOne("maxConnections", maxConnections, problems);
        atLeastOne("maxQueuedVerifications", maxQueuedVerifications, problems);
        return problems;
    }

    private static void atLeastOne(String name, int value, List<Problem> problems) {
        if (value < 1) {
            problems.add(Problem.of(name + " is " + value + ", but must be at least 1"));
        }
    }
}
