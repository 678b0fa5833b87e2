package dev.keyhole.http;

import java.security.SecureRandom;
import java.util.Optional;
import org.apache.hc.client5.http.auth.AuthScheme;
import org.apache.hc.client5.http.auth.UsernamePasswordCredentials;
import org.apache.hc.client5.http.impl.auth.BasicScheme;

/** Basic authentication (RFC 7617), in UTF-8. */
final class BasicChallenge implements Challenge {

    @Override
    public int strength() {
        return 0;
    }

    @Override
    public boolean isStale() {
        return false;
    }

    @Override
    public Optional<String> obstacle(Credentials credentials) {
        return credentials.userName().indexOf(':') < 0
                ? Optional.empty()
                : Optional.of("a user name with ':' can't be told from its password in Basic authentication");
    }

    @Override
    public AuthScheme scheme(Credentials credentials, SecureRandom random) {
        BasicScheme scheme = new BasicScheme();
        scheme.initPreemptive(new UsernamePasswordCredentials(credentials.userName(), credentials.passwordText()));
        return scheme;
    }

    @Override
    public Challenge after(String authenticationInfo) {
        return this;
    }

    @Override
    public String toString() {
        return "Basic";
    }
}
