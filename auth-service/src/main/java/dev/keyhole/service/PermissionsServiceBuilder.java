package dev.keyhole.service;

import static java.util.Objects.requireNonNull;

import com.github.benmanes.caffeine.cache.Ticker;
import dev.keyhole.spi.ConfigurationException;
import dev.keyhole.spi.Problem;
import dev.keyhole.spi.Secret;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.eclipse.jetty.server.RequestLog;

/** Collects what a service needs, and starts it. Not thread-safe. */
public final class PermissionsServiceBuilder {

    private static final int CORES = Runtime.getRuntime().availableProcessors();

    private static final List<String> LOOPBACK = List.of("127.0.0.0/8", "::1");

    private String address = "127.0.0.1";
    private int port = 8080;
    private String realm = "Keyhole";
    private int maxDocumentBytes = 1 << 20;
    private int maxConnections = 2_000;
    private int maxRequests = 1_000;
    private int maxQueuedVerifications = 100 * CORES;
    private Optional<DatabaseSettings> database = Optional.empty();
    private Optional<Path> documents = Optional.empty();
    private Optional<Path> passwords = Optional.empty();
    private Optional<Path> digests = Optional.empty();
    private Optional<Path> groups = Optional.empty();
    private Optional<DigestSettings> digest = Optional.empty();
    private HashSettings hashes = HashSettings.USUAL;
    private Optional<TlsSettings> tls = Optional.empty();
    private List<String> trustedForwarders = List.of();
    private List<String> metricsFrom = LOOPBACK;
    private List<String> checksFrom = List.of();
    private CheckAnswers checkAnswers = CheckAnswers.JSON;
    private Set<NoOpinion> noOpinion = Set.of();
    private Set<String> topicExchanges = Set.of("amq.topic");
    private String forwardedHeader = "X-Forwarded-For";
    private BrakeLimits brake = BrakeLimits.USUAL;
    private Optional<BearerTokens> tokens = Optional.empty();
    private boolean administration;
    private final List<RouteGroup> routes = new ArrayList<>();
    private PasswordHashing hashing = new PasswordHashes();
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

    /** Folder with a document for each user, and for groups in its folder {@code groups}. Required, unless there is a database. */
    public PermissionsServiceBuilder documents(Path folder) {
        documents = Optional.of(folder);
        return this;
    }

    /** File in the format of {@code htpasswd}, with hashes of bcrypt or Argon2id. Required, unless there is a database. */
    public PermissionsServiceBuilder passwords(Path file) {
        passwords = Optional.of(file);
        return this;
    }

    /**
     * File in the format of {@code htdigest}, for Digest authentication. None unless told: the service doesn't do Digest
     * with files then.
     */
    public PermissionsServiceBuilder digests(Path file) {
        digests = Optional.of(file);
        return this;
    }

    /**
     * Does Digest authentication like this. With a database it is off unless told; with files it is on if there are
     * {@linkplain #digests digest hashes}, by {@link DigestSettings#USUAL} unless told.
     */
    public PermissionsServiceBuilder digest(DigestSettings value) {
        digest = Optional.of(value);
        return this;
    }

    /** How new passwords are hashed, in stores where the service does so; {@link HashSettings#USUAL} unless told. */
    public PermissionsServiceBuilder hashes(HashSettings value) {
        hashes = requireNonNull(value);
        return this;
    }

    /** File with lines {@code group: user user}, for users without a document of their own. None unless told. */
    public PermissionsServiceBuilder groups(Path file) {
        groups = Optional.of(file);
        return this;
    }

    /** Takes users, groups and documents from a database instead of files; makes its tables if it has none. */
    public PermissionsServiceBuilder database(DatabaseSettings settings) {
        database = Optional.of(settings);
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

    /** Serves users, groups and documents to those whose own document grants their administration; not unless told. */
    public PermissionsServiceBuilder administration(boolean value) {
        administration = value;
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

    /** Requests answered at one time; 1,000 unless told. Further ones are answered 503. */
    public PermissionsServiceBuilder maxRequests(int value) {
        maxRequests = value;
        return this;
    }

    /**
     * Serves HTTPS instead of HTTP.
     *
     * @param certificate file in PEM, with those that lead to the authority behind it
     * @param key file in PEM, PKCS #8, not encrypted
     */
    public PermissionsServiceBuilder tls(Path certificate, Path key) {
        tls = Optional.of(new TlsSettings(certificate, key, Optional.empty()));
        return this;
    }

    /** The same, for clients only that have a certificate of an authority, a file in PEM. */
    public PermissionsServiceBuilder tls(Path certificate, Path key, Path clientAuthority) {
        tls = Optional.of(new TlsSettings(certificate, key, Optional.of(clientAuthority)));
        return this;
    }

    /**
     * Addresses, or ranges such as {@code 10.1.0.0/16}, of the brokers and proxies whose word is taken for their clients'
     * addresses. None unless told.
     */
    public PermissionsServiceBuilder trustedForwarders(List<String> addresses) {
        trustedForwarders = List.copyOf(addresses);
        return this;
    }

    /** The header in which forwarders give the client's address; {@code X-Forwarded-For} unless told. */
    public PermissionsServiceBuilder forwardedHeader(String name) {
        forwardedHeader = requireNonNull(name);
        return this;
    }

    /** Addresses or ranges that may read {@code /metrics}; this machine's own unless told. */
    public PermissionsServiceBuilder metricsFrom(List<String> addresses) {
        metricsFrom = List.copyOf(addresses);
        return this;
    }

    /**
     * Addresses or ranges of the brokers that may check passwords and permissions one by one, at {@code /user}, {@code
     * /superuser}, {@code /acl} and {@code /auth/...}. Nobody may unless told, and there are no such paths then: these
     * checks carry no credentials of who makes them. These hosts count as trusted forwarders, too.
     */
    public PermissionsServiceBuilder checksFrom(List<String> addresses) {
        checksFrom = List.copyOf(addresses);
        return this;
    }

    /** How checks are answered; {@link CheckAnswers#JSON} unless told. RabbitMQ is answered in its own way. */
    public PermissionsServiceBuilder checkAnswers(CheckAnswers value) {
        checkAnswers = requireNonNull(value);
        return this;
    }

    /**
     * Of what the service has no opinion when it is asked for a single permission; it denies that unless told. With {@link
     * CheckAnswers#JSON} brokers must read the JSON: by the status alone, no opinion is a yes. RabbitMQ isn't told.
     */
    public PermissionsServiceBuilder noOpinion(Set<NoOpinion> matters) {
        noOpinion = Set.copyOf(matters);
        return this;
    }

    /**
     * RabbitMQ's exchanges of type {@code topic}, where it checks each routing key; {@code amq.topic} unless told. Others
     * are checked by their own name.
     */
    public PermissionsServiceBuilder topicExchanges(Set<String> names) {
        topicExchanges = Set.copyOf(names);
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

    PermissionsServiceBuilder brake(BrakeLimits value) {
        brake = value;
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
        List<Network> trusted = networks("trustedForwarders", trustedForwarders, problems);
        List<Network> askers = networks("checksFrom", checksFrom, problems);
        List<Network> monitors = networks("metricsFrom", metricsFrom, problems);
        Optional<OpenStore> found = problems.isEmpty() ? Optional.of(openStore()) : Optional.empty();
        found.ifPresent(open -> problems.addAll(open.store().problems()));
        if (!problems.isEmpty()) {
            found.ifPresent(open -> open.store().close());
            throw new ConfigurationException(problems);
        }
        Store store = found.orElseThrow().store();
        // Who may check passwords for others asks on their behalf.
        trusted.addAll(askers);
        List<RouteGroup> all = new ArrayList<>(routes);
        if (!askers.isEmpty()) {
            Decisions decisions = new Decisions(store, Set.of());
            all.add(new CheckRoutes(new Decisions(store, noOpinion), new AllowedPeers(askers), checkAnswers));
            all.add(new RabbitRoutes(decisions, new AllowedPeers(askers), topicExchanges));
        }
        Forwarders forwarders = new Forwarders(trusted, forwardedHeader);
        if (administration) {
            Ledger ledger = found.orElseThrow().ledger();
            all.add(new AdministrationRoutes(
                    ledger, forwarders, AdministrationPaths.all(passwordSettings()::keep, maxDocumentBytes)));
            all.add(new OpenApiRoutes());
        }
        return start(store, forwarders, new AllowedPeers(monitors), all);
    }

    private Optional<DigestSettings> effectiveDigest() {
        return digest.or(() -> digests.map(file -> DigestSettings.USUAL));
    }

    PasswordSettings passwordSettings() {
        return new PasswordSettings(hashes, effectiveDigest(), realm);
    }

    /**
     * Makes the first user who may administer everything, in the store that the service would have. Succeeds once for each
     * store. Doesn't start the service, which may run meanwhile unless its database is an embedded one.
     *
     * @throws ConfigurationException with everything that is wrong; nothing has changed then
     * @throws StoreUnavailableException if the store can't be changed now
     */
    public void makeFirstAdministrator(Administration.Actor actor, String user, Secret password) {
        List<Problem> problems = settingsProblems();
        if (password.isEmpty() || password.length() > BcryptHashing.MAX_PASSWORD_BYTES) {
            problems.add(Problem.of("a password has from 1 to " + BcryptHashing.MAX_PASSWORD_BYTES + " bytes"));
        }
        if (!problems.isEmpty()) {
            throw new ConfigurationException(problems);
        }
        OpenStore open = openStore();
        try (Store store = open.store();
                Ledger ledger = open.ledger()) {
            List<Problem> found = store.problems();
            if (!found.isEmpty()) {
                throw new ConfigurationException(found);
            }
            FirstAdministrator.make(ledger, actor, user, passwordSettings().keep(user, password));
        }
    }

    /** A store, and the way to change what is in it. */
    private record OpenStore(Store store, Ledger ledger) {}

    private OpenStore openStore() {
        if (database.isPresent()) {
            Database open = Database.open(database.get());
            return new OpenStore(new DatabaseStore(open, passwordSettings()), new DatabaseLedger(open, clock));
        }
        Path folder = documents.orElse(Path.of(""));
        Path users = passwords.orElse(Path.of(""));
        Store store = new FilesStore(
                new HtpasswdStore(users, clock),
                digests.map(file -> new HtdigestStore(file, realm, clock)),
                new FolderDocumentStore(folder, groups, maxDocumentBytes, clock));
        return new OpenStore(
                store,
                new FilesLedger(new FilesLedger.Places(folder, users, digests, groups, maxDocumentBytes), clock));
    }

    private PermissionsService start(
            Store store, Forwarders forwarders, AllowedPeers monitors, List<RouteGroup> groupsOfRoutes) {
        int maxBodyBytes = RequestBody.SMALL + (administration ? maxDocumentBytes : RequestBody.SMALL);
        HttpSettings settings = new HttpSettings(address, port, maxConnections, maxRequests, maxBodyBytes, tls);
        Brake guesses = new Brake(brake, ticker);
        PasswordVerifier verifier = new PasswordVerifier(
                store::password, store::proved, hashing, guesses, CORES, maxQueuedVerifications, ticker);
        long retryAfter = brake.retryAfter().toSeconds();
        Metrics metrics = new Metrics(verifier::waiting);
        groupsOfRoutes.add(new PermissionsHandler());
        groupsOfRoutes.add(new StatusRoutes(metrics, monitors));
        try {
            HttpServer server = HttpServer.start(
                    settings, new RequestLog.Collection(new AccessLog(), metrics), (config, executor) -> {
                        PasswordCheck check = new RequestPasswords(verifier, forwarders, metrics, retryAfter, executor);
                        Optional<RequestDigests> requestDigests = effectiveDigest()
                                .map(offered -> new DigestVerifier(store, guesses, offered, realm, ticker))
                                .map(digester -> new RequestDigests(digester, forwarders, metrics, retryAfter));
                        Callers callers = new RequestCallers(store, check, requestDigests, tokens, realm);
                        RouteGroup.Parts parts = new RouteGroup.Parts(store, callers, check, executor, clock);
                        groupsOfRoutes.forEach(group -> group.addTo(config, parts));
                    });
            return new PermissionsService(server, verifier, store);
        } catch (RuntimeException e) {
            verifier.close();
            store.close();
            throw e;
        }
    }

    private List<Problem> settingsProblems() {
        List<Problem> problems = new ArrayList<>();
        if (database.isPresent() && (documents.isPresent() || passwords.isPresent() || groups.isPresent())) {
            problems.add(Problem.of("users come from a database or from files, not from both"));
        }
        if (documents.isEmpty() && database.isEmpty()) {
            problems.add(Problem.of("a folder of permissions documents is needed"));
        }
        if (passwords.isEmpty() && database.isEmpty()) {
            problems.add(Problem.of("a password file is needed: htpasswd -cB -C 10 FILE USER makes one"));
        }
        if (digests.isPresent() && database.isPresent()) {
            problems.add(Problem.of("a file of digest hashes goes with a password file, not with a database"));
        }
        if (digest.isPresent() && digests.isEmpty() && database.isEmpty()) {
            problems.add(Problem.of(
                    "Digest needs a file of digest hashes beside the password file: keyhole store makes" + " one"));
        }
        digest.ifPresent(settings -> settings.problems().forEach(text -> problems.add(Problem.of(text))));
        if (checkAnswers == CheckAnswers.TEXT && !noOpinion.isEmpty()) {
            problems.add(Problem.of("answers of checks in text can't say that there is no opinion"));
        }
        hashes.problems().forEach(text -> problems.add(Problem.of(text)));
        if (port < 0 || port > 65_535) {
            problems.add(Problem.of("port " + port + " isn't between 0 and 65535"));
        }
        if (!realm.chars().allMatch(c -> c >= ' ' && c < 127 && c != '"' && c != '\\')) {
            problems.add(Problem.of("the realm may hold printable ASCII without quotes and backslashes only"));
        }
        atLeastOne("maxDocumentBytes", maxDocumentBytes, problems);
        if (!forwardedHeader.matches("[A-Za-z0-9-]+")) {
            problems.add(Problem.of("the name of the header with the client's address isn't one: " + forwardedHeader));
        }
        atLeastOne("maxRequests", maxRequests, problems);
        atLeastOne("maxConnections", maxConnections, problems);
        atLeastOne("maxQueuedVerifications", maxQueuedVerifications, problems);
        return problems;
    }

    private static void atLeastOne(String name, int value, List<Problem> problems) {
        if (value < 1) {
            problems.add(Problem.of(name + " is " + value + ", but must be at least 1"));
        }
    }

    private static List<Network> networks(String name, List<String> texts, List<Problem> problems) {
        List<Network> networks = new ArrayList<>();
        texts.forEach(text -> Network.parse(text)
                .ifPresentOrElse(
                        networks::add,
                        () -> problems.add(Problem.of(name + ": '" + text
                                + "' is neither an address nor a range such as 10.1.0.0/16; names aren't looked up"))));
        return networks;
    }
}
