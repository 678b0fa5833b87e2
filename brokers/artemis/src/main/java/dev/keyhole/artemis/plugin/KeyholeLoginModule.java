package dev.keyhole.artemis.plugin;

import java.io.IOException;
import java.security.Principal;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.security.auth.Subject;
import javax.security.auth.callback.Callback;
import javax.security.auth.callback.CallbackHandler;
import javax.security.auth.callback.NameCallback;
import javax.security.auth.callback.PasswordCallback;
import javax.security.auth.callback.UnsupportedCallbackException;
import javax.security.auth.login.FailedLoginException;
import javax.security.auth.login.LoginException;
import javax.security.auth.spi.LoginModule;
import org.apache.activemq.artemis.spi.core.security.jaas.RolePrincipal;
import org.apache.activemq.artemis.spi.core.security.jaas.UserPrincipal;

/**
 * What {@code login.config} names to have Keyhole judge who logs on to the web console and by JMX. It asks the transport {@code
 * amps-admin} of the broker in this process. Option {@code roles}: the roles that somebody can have, with spaces or commas
 * between; {@code amq} unless given. Who is granted none isn't let in.
 */
public final class KeyholeLoginModule implements LoginModule {

    private static final Pattern BETWEEN_ROLES = Pattern.compile("[\\s,]+");

    private Subject subject = new Subject();
    private Optional<CallbackHandler> handler = Optional.empty();
    private Set<String> roles = Set.of();
    private Optional<Administrator> administrator = Optional.empty();
    private final Set<Principal> principals = new HashSet<>();

    @Override
    public void initialize(
            Subject subject, CallbackHandler callbackHandler, Map<String, ?> sharedState, Map<String, ?> options) {
        this.subject = subject;
        this.handler = Optional.ofNullable(callbackHandler);
        Object listed = options.get("roles");
        this.roles = Stream.of(BETWEEN_ROLES.split(listed == null ? "amq" : listed.toString()))
                .filter(role -> !role.isEmpty())
                .collect(Collectors.toUnmodifiableSet());
    }

    @Override
    public boolean login() throws LoginException {
        NameCallback name = new NameCallback("User name: ");
        PasswordCallback password = new PasswordCallback("Password: ", false);
        ask(name, password);
        char[] given = password.getPassword();
        password.clearPassword();
        String userName = name.getName();
        if (userName == null || given == null) {
            throw new FailedLoginException("a user name and a password are needed");
        }
        try {
            administrator = KeyholeSecurity.running()
                    .orElseThrow(() -> new LoginException("Keyhole doesn't run in this process"))
                    .administrator(userName, given, roles);
        } finally {
            Arrays.fill(given, '\0');
        }
        if (administrator.isEmpty()) {
            throw new FailedLoginException("not authorized");
        }
        return true;
    }

    private void ask(Callback... callbacks) throws LoginException {
        try {
            handler.orElseThrow(() -> new LoginException("nobody to ask for a user name and a password"))
                    .handle(callbacks);
        } catch (IOException | UnsupportedCallbackException e) {
            throw (LoginException) new LoginException("no user name and password: " + e.getMessage()).initCause(e);
        }
    }

    @Override
    public boolean commit() {
        if (administrator.isEmpty()) {
            return false;
        }
        Administrator in = administrator.get();
        principals.add(new UserPrincipal(in.userName()));
        in.roles().forEach(role -> principals.add(new RolePrincipal(role)));
        subject.getPrincipals().addAll(principals);
        administrator = Optional.empty();
        return true;
    }

    @Override
    public boolean abort() {
        administrator = Optional.empty();
        return logout();
    }

    @Override
    public boolean logout() {
        subject.getPrincipals().removeAll(principals);
        principals.clear();
        return true;
    }
}
