package dev.keyhole.testing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyhole.spi.AuthenticationExchange;
import dev.keyhole.spi.AuthenticationResult;
import dev.keyhole.spi.AuthenticatorExchange;
import dev.keyhole.spi.ConnectionInfo;
import dev.keyhole.spi.EntitlementDecision;
import dev.keyhole.spi.Identity;
import dev.keyhole.spi.LogonRequest;
import dev.keyhole.spi.ModuleUnavailableException;
import dev.keyhole.spi.Permission;
import dev.keyhole.spi.Resource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;

/** Runs samples through a module, and odd requests that no sample foresees. Thread-safe. */
final class Trial {

    /** What a client may send as a user name, once the host has refused control characters. */
    private static final List<String> ODD_USERS = List.of(
            "",
            "a/b",
            "../admin",
            "%2e%2e%2fadmin",
            "a:b",
            "a b",
            "fälken€\uD83D\uDE00",
            "\uD83D",
            "{{AMPS_PASSWORD}}",
            "${jndi:ldap://localhost/a}",
            "' or ''='",
            "*",
            "x".repeat(5_000));

    private static final List<String> ODD_NAMES = List.of(
            "",
            "/",
            "../x",
            "%00",
            "#",
            "^.*$",
            "[",
            "(",
            "\\",
            "\uD83D",
            "fälken€\uD83D\uDE00",
            "a".repeat(1_024),
            "a/".repeat(5_000));

    /** Nobody's password. It is hunted for like all others. */
    static final String ODD_SECRET = "nobody-has-this-password";

    private final OpenModule module;
    private final List<LogonSample> logons;
    private final List<CheckSample> checks;
    private final boolean anybodyIsAccepted;

    Trial(OpenModule module, List<LogonSample> logons, List<CheckSample> checks, boolean anybodyIsAccepted) {
        this.module = module;
        this.logons = logons;
        this.checks = checks;
        this.anybodyIsAccepted = anybodyIsAccepted;
    }

    void runSamples() throws InterruptedException {
        for (LogonSample sample : logons) {
            run(sample);
        }
        for (CheckSample sample : checks) {
            as(sample.userName(), (connection, identity) -> run(sample, connection, identity));
        }
        for (OpenAuthenticator authenticator : module.authenticators) {
            authenticator.runSample();
        }
    }

    void runOddRequests() throws InterruptedException {
        if (!logons.isEmpty()) {
            for (String user : ODD_USERS) {
                logOnOddly(new LogonSample(
                        LogonRequest.Kind.EXPLICIT, user, ODD_SECRET, List.of(), LogonSample.Outcome.REJECTED, ""));
            }
        }
        if (!checks.isEmpty()) {
            as(checks.get(0).userName(), this::checkOddly);
        }
        for (OpenAuthenticator authenticator : module.authenticators) {
            authenticator.runOddChallenge();
        }
    }

    /** Each sample as a call to make later. Who has to be logged on for a check is logged on now, and stays. */
    List<Callable<Object>> calls() throws InterruptedException {
        List<Callable<Object>> calls = new ArrayList<>();
        for (LogonSample sample : logons) {
            calls.add(() -> {
                ConnectionInfo connection = OpenModule.connection();
                AuthenticationResult result = module.logon(connection, sample);
                module.release(connection, result);
                return result;
            });
        }
        for (CheckSample sample : checks) {
            ConnectionInfo connection = OpenModule.connection();
            AuthenticationResult result = logOn(connection, sample.userName());
            calls.add(() -> module.check(connection, identity(result), sample.permission(), sample.resource()));
        }
        module.authenticators.forEach(authenticator -> calls.add(authenticator::ask));
        return calls;
    }

    /** Each exchange with the module, begun, and to be answered later. */
    List<Callable<Object>> begun() {
        List<Callable<Object>> calls = new ArrayList<>();
        for (LogonSample sample : logons) {
            AuthenticationExchange exchange = module.begin(OpenModule.connection());
            calls.add(() -> module.respond(exchange, sample.request()));
        }
        for (OpenAuthenticator authenticator : module.authenticators) {
            AuthenticatorExchange exchange = authenticator.begin();
            calls.add(() -> authenticator.initial(exchange));
        }
        return calls;
    }

    private void run(LogonSample sample) throws InterruptedException {
        ConnectionInfo connection = OpenModule.connection();
        AuthenticationResult result;
        try {
            result = module.logon(connection, sample);
        } catch (ModuleUnavailableException e) {
            assertThat(LogonSample.Outcome.UNAVAILABLE)
                    .as("%s, but: %s", sample, e.getMessage())
                    .isEqualTo(sample.outcome());
            return;
        }
        try {
            assertThat(result.<String>match(
                            accepted -> LogonSample.Outcome.ACCEPTED + " as '"
                                    + accepted.identity().userName() + "'",
                            rejected -> LogonSample.Outcome.REJECTED.name(),
                            challenge -> "CHALLENGED",
                            abstained -> LogonSample.Outcome.ABSTAINED.name()))
                    .as("%s", sample)
                    .isEqualTo(
                            sample.outcome() == LogonSample.Outcome.ACCEPTED
                                    ? LogonSample.Outcome.ACCEPTED + " as '" + sample.boundUserName() + "'"
                                    : sample.outcome().name());
        } finally {
            module.release(connection, result);
        }
    }

    private void run(CheckSample sample, ConnectionInfo connection, Identity identity) throws InterruptedException {
        String ended;
        try {
            EntitlementDecision decision = module.check(connection, identity, sample.permission(), sample.resource());
            ended = decision.match(
                    granted -> CheckSample.Outcome.GRANTED + " within '" + granted.filter() + "' '" + granted.select()
                            + "'",
                    denied -> CheckSample.Outcome.DENIED.name(),
                    abstained -> CheckSample.Outcome.ABSTAINED.name());
            assertThat(decision.explanation().detail())
                    .as("the explanation of %s", sample)
                    .isNotBlank();
        } catch (ModuleUnavailableException e) {
            ended = CheckSample.Outcome.UNAVAILABLE.name();
        }
        assertThat(ended)
                .as("%s", sample)
                .isEqualTo(
                        sample.outcome() == CheckSample.Outcome.GRANTED
                                ? CheckSample.Outcome.GRANTED + " within '" + sample.filter() + "' '" + sample.select()
                                        + "'"
                                : sample.outcome().name());
    }

    private void logOnOddly(LogonSample sample) throws InterruptedException {
        ConnectionInfo connection = OpenModule.connection();
        try {
            AuthenticationResult result = module.logon(connection, sample);
            module.release(connection, result);
            if (!anybodyIsAccepted) {
                assertThat(result)
                        .as("the logon of '%s', whom nobody knows", sample.userName())
                        .isNotInstanceOf(AuthenticationResult.Accepted.class);
            }
        } catch (RuntimeException e) {
            // A fault is a no as well.
        }
    }

    private void checkOddly(ConnectionInfo connection, Identity identity) throws InterruptedException {
        for (String name : ODD_NAMES) {
            for (Permission permission : List.of(Permission.READ, Permission.WRITE, Permission.REPLICATE)) {
                checkOddly(connection, identity, permission, Resource.topic(name));
            }
            checkOddly(connection, identity, Permission.READ, Resource.admin(name));
            checkOddly(connection, identity, Permission.WRITE, Resource.admin(name));
        }
        checkOddly(connection, identity, Permission.LOGON, Resource.logon());
        checkOddly(connection, identity, Permission.LOGON, Resource.replicationLogon());
    }

    private void checkOddly(ConnectionInfo connection, Identity identity, Permission permission, Resource resource)
            throws InterruptedException {
        try {
            EntitlementDecision first = module.check(connection, identity, permission, resource);
            EntitlementDecision second = module.check(connection, identity, permission, resource);
            assertThat(second.getClass())
                    .as("the same answer to the same question: %s on %s", permission, resource.type())
                    .isEqualTo(first.getClass());
        } catch (RuntimeException e) {
            // A fault is a no as well.
        }
    }

    /** What is done with an identity while it is in use. */
    @FunctionalInterface
    private interface Deed {
        void with(ConnectionInfo connection, Identity identity) throws InterruptedException;
    }

    private void as(String userName, Deed deed) throws InterruptedException {
        ConnectionInfo connection = OpenModule.connection();
        AuthenticationResult result = logOn(connection, userName);
        try {
            deed.with(connection, identity(result));
        } finally {
            module.release(connection, result);
        }
    }

    /** By the sample that binds this name; without one, or without the module if it doesn't authenticate. */
    private AuthenticationResult logOn(ConnectionInfo connection, String userName) throws InterruptedException {
        Optional<LogonSample> logon = logons.stream()
                .filter(sample -> sample.outcome() == LogonSample.Outcome.ACCEPTED)
                .filter(sample -> sample.boundUserName().equals(userName))
                .findFirst();
        if (logon.isEmpty()) {
            return new AuthenticationResult.Accepted(Identity.of(userName));
        }
        AuthenticationResult result = module.logon(connection, logon.get());
        assertThat(result).as("%s", logon.get()).isInstanceOf(AuthenticationResult.Accepted.class);
        return result;
    }

    private static Identity identity(AuthenticationResult accepted) {
        return ((AuthenticationResult.Accepted) accepted).identity();
    }
}
